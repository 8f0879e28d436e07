"""The invoices of the example `documents`, rendered by others from the same data in a like layout.

    documents.py weasyprint|reportlab <invoices.jsonl> <processes> [folder]
    documents.py table <times>

The first says how many seconds it took, without starting, reading and writing. The second prints what `scripts/bench documents`
has noted: lines of `name processes seconds pages`.
"""
import html
import io
import json
import multiprocessing
import os
import statistics
import sys
import time

FONTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'fonts')
COUNTRIES = {'FR': 'France', 'GR': 'Greece', 'DE': 'Germany', 'UA': 'Ukraine', 'CZ': 'Czechia'}
HEADS = ['Work', 'Qty', 'Unit price', 'Net', 'VAT', 'Total']


def amount(minor):
    return f'{minor / 100:,.2f}'


def rate(basis_points):
    return f'{basis_points / 100:g}%'


def seller_lines(data):
    seller = data['seller']
    return [*seller['address_lines'], COUNTRIES[seller['country']], seller['email'], f"VAT ID {seller['vat_id']}",
            f"Tax number {seller['tax_number']}"]


def buyer_lines(data):
    buyer = data['buyer']
    return [buyer['name'], *buyer['address_lines'], COUNTRIES[buyer['country']], buyer['email']]


def details(data):
    return [('Number', data['number']), ('Date of issue', data['issued_on']), ('Date of supply', data['supplied_on']),
            ('Order', data['order_number'])]


def rows(data):
    """Title, artist and detail of each line, and its figures."""
    for line in data['lines']:
        copies = ', '.join(line['copy_labels'])
        detail = f"{line['edition_label']} · No. {copies}" if copies else line['edition_label']
        yield (line['title'], line['artist'], detail), [
            str(line['quantity']), amount(line['unit_price_gross_minor']), amount(line['net_minor']), rate(line['rate_basis_points']),
            amount(line['gross_minor'])]
    for charge in data['shipping']:
        yield (charge['label'], '', ''), [
            '1', amount(charge['gross_minor']), amount(charge['net_minor']), rate(charge['rate_basis_points']),
            amount(charge['gross_minor'])]


def totals(data):
    taxes = [(f"VAT {rate(row['rate_basis_points'])}", amount(row['tax_minor'])) for row in data['vat_summary']]
    return [('Total net', amount(data['totals']['net_minor'])), *taxes, ('Total', f"€{amount(data['totals']['gross_minor'])}")]


def summary(data):
    return [[rate(row['rate_basis_points']), amount(row['base_minor']), amount(row['tax_minor']),
             amount(row['base_minor'] + row['tax_minor'])] for row in data['vat_summary']]


def foot_lines(data):
    seller = data['seller']
    return [' · '.join([seller['legal_name'], *seller['address_lines'], COUNTRIES[seller['country']]]),
            f"VAT ID {seller['vat_id']} · Tax number {seller['tax_number']} · {seller['email']}", seller['small_print']]


CSS = '''
@font-face { font-family: Libertinus; src: url("%(fonts)s/LibertinusSerif-Regular.otf") }
@font-face { font-family: Libertinus; font-style: italic; src: url("%(fonts)s/LibertinusSerif-Italic.otf") }
@font-face { font-family: Libertinus; font-weight: 600; src: url("%(fonts)s/LibertinusSerif-Semibold.otf") }
@page { size: A4; margin: 56pt 62pt 90pt;
  @bottom-left { content: element(foot); width: 400pt }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 7.8pt Libertinus; color: #666; vertical-align: top } }
body { font: 10.5pt Libertinus; margin: 0; font-variant-numeric: tabular-nums }
footer { position: running(foot); font-size: 7.8pt; color: #666 }
h1 { font-size: 25pt; font-weight: normal; margin: 30pt 0 4pt }
h2, th { font-size: 9.2pt; font-weight: normal; font-variant: small-caps; color: #666 }
.head, .parties { display: flex; justify-content: space-between }
.name { font-size: 17pt; font-variant: small-caps } .small { font-size: 8.6pt; color: #666 }
.parties { margin-top: 40pt } .parties > div { width: 48%% }
table { width: 100%%; border-collapse: collapse } thead { border-bottom: .6pt solid } tbody tr { border-bottom: .4pt solid #ccc; break-inside: avoid }
td, th { padding: 9pt 0 9pt 15pt; text-align: right; vertical-align: top } td:first-child, th:first-child { text-align: left; padding-left: 0 }
.title { font-style: italic; font-size: 11.2pt } .detail { font-size: 9.5pt; color: #666 }
.sums { display: flex; justify-content: space-between; break-inside: avoid; margin-top: 8pt } .sums table { width: 205pt } .sums td, .sums th { padding: 2pt 0 2pt 8pt }
.sums tr { border: none } .sums tr.total { font-size: 13pt; font-weight: 600; border-bottom: 1.2pt solid }
'''


class WeasyPrint:
    def __init__(self):
        from weasyprint import CSS as Sheet
        from weasyprint import HTML
        from weasyprint.text.fonts import FontConfiguration
        self.html = HTML
        self.fonts = FontConfiguration()
        self.sheet = Sheet(string=CSS % {'fonts': 'file://' + os.path.realpath(FONTS)}, font_config=self.fonts)

    def render(self, data):
        esc = html.escape
        lines = lambda texts: '<br>'.join(esc(text) for text in texts)
        cells = lambda texts: ''.join(f'<td>{esc(text)}</td>' for text in texts)
        works = ''.join(
            f'<tr><td><div class="title">{esc(title)}</div><div>{esc(artist)}</div><div class="detail">{esc(detail)}</div></td>{cells(figures)}</tr>'
            for (title, artist, detail), figures in rows(data))
        facts = '<br>'.join(f'{label} {esc(value)}' for label, value in details(data))
        sums = ''.join(f'<tr class="{"total" if label == "Total" else "part"}">{cells([label, value])}</tr>' for label, value in totals(data))
        vat = ''.join(f'<tr>{cells(row)}</tr>' for row in summary(data))
        payment = data['payment']
        page = f'''<html lang="en"><title>Invoice {data["number"]}</title><footer>{lines(foot_lines(data))}</footer>
<div class="head"><div class="name">{esc(data["seller"]["legal_name"])}</div><div class="small">{lines(seller_lines(data))}</div></div>
<div class="parties"><div><h2>Billed to</h2>{lines(buyer_lines(data))}</div><div><h2>Details</h2>{facts}</div></div>
<h1>Invoice {data["number"]}</h1><p class="detail">All amounts in EUR. Unit prices include VAT.</p>
<table><thead><tr>{"".join(f"<th>{head}</th>" for head in HEADS)}</tr></thead><tbody>{works}</tbody></table>
<div class="sums"><div><h2>VAT summary</h2><table>{vat}</table></div><table>{sums}</table></div>
<p class="detail">Paid with {esc(payment["provider_label"])} on {payment["paid_at"][:10]}.</p><p>{lines(data["notes"])}</p></html>'''
        return self.html(string=page).write_pdf(stylesheets=[self.sheet], font_config=self.fonts)


class ReportLab:
    def __init__(self):
        from reportlab.lib import colors
        from reportlab.lib.pagesizes import A4
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont
        from reportlab.pdfgen.canvas import Canvas
        from reportlab import platypus
        # It embeds no OpenType typefaces with PostScript outlines, as Libertinus is one.
        pdfmetrics.registerFont(TTFont('Body', os.path.join(FONTS, 'DejaVuSansMono.ttf')))
        self.platypus, self.size, self.colors = platypus, A4, colors
        style = lambda size, colour, align=0: ParagraphStyle(
            f's{size}{align}', fontName='Body', fontSize=size, leading=size * 1.3, textColor=colour, alignment=align, splitLongWords=1)
        self.body, self.title = style(7.5, colors.black), style(20, colors.black)
        self.name, self.grey = style(14, colors.black), style(6.5, colors.grey)
        self.right, self.strong = style(7.4, colors.black, 2), style(10, colors.black, 2)
        self.head = style(6.4, colors.grey, 2)

        class Numbered(Canvas):
            """Writes the foot of each page once their number is known."""

            def __init__(self, *arguments, **named):
                super().__init__(*arguments, **named)
                self.kept = []

            def showPage(self):
                self.kept.append(dict(self.__dict__))
                self._startPage()

            def save(self):
                for number, state in enumerate(self.kept):
                    self.__dict__.update(state)
                    self.setFont('Body', 6)
                    for row, text in enumerate(self.foot):
                        self.drawString(62, 64 - row * 10, text)
                    self.drawRightString(533, 64, f'Page {number + 1} of {len(self.kept)}')
                    super().showPage()
                super().save()

        self.canvas = Numbered

    def render(self, data):
        p, esc = self.platypus, html.escape
        text = lambda words, style: p.Paragraph(words, style)
        lines = lambda texts, style: text('<br/>'.join(esc(one) for one in texts), style)
        side = p.Table([[text(esc(data['seller']['legal_name']), self.name), lines(seller_lines(data), self.grey)],
                        [lines(['Billed to', *buyer_lines(data)], self.body),
                         lines(['Details', *[f'{label} {value}' for label, value in details(data)]], self.body)]],
                       colWidths=[304, 167], style=[('VALIGN', (0, 0), (-1, -1), 'TOP'), ('BOTTOMPADDING', (0, 0), (-1, 0), 40)])
        works = [[text(HEADS[0], self.grey), *[text(head, self.head) for head in HEADS[1:]]]]
        for (title, artist, detail), figures in rows(data):
            works.append([[text(esc(title), self.body), text(esc(artist), self.body), text(esc(detail), self.grey)],
                          *[text(figure, self.right) for figure in figures]])
        table = p.Table(works, colWidths=[191, 30, 70, 70, 40, 70], repeatRows=1, style=[
            ('VALIGN', (0, 0), (-1, -1), 'TOP'), ('LINEBELOW', (0, 0), (-1, 0), .6, self.colors.black),
            ('LINEBELOW', (0, 1), (-1, -1), .4, self.colors.lightgrey)])
        sums = p.Table([[text(label, self.strong if label == 'Total' else self.body), text(value, self.strong if label == 'Total' else self.right)]
                        for label, value in totals(data)], colWidths=[105, 100])
        vat = p.Table([[text(cell, self.right) for cell in row] for row in summary(data)], colWidths=[40, 60, 60, 60])
        payment = data['payment']
        story = [side, p.Spacer(1, 30), text(f"Invoice {data['number']}", self.title), p.Spacer(1, 8),
                 text('All amounts in EUR. Unit prices include VAT.', self.grey), p.Spacer(1, 20), table,
                 p.KeepTogether([p.Table([[vat, sums]], colWidths=[266, 205], style=[('VALIGN', (0, 0), (-1, -1), 'TOP')])]),
                 text(f"Paid with {esc(payment['provider_label'])} on {payment['paid_at'][:10]}.", self.grey),
                 lines(data['notes'], self.body)]
        target = io.BytesIO()
        document = p.SimpleDocTemplate(target, pagesize=self.size, leftMargin=62, rightMargin=62, topMargin=56, bottomMargin=90,
                                       title=f"Invoice {data['number']}")
        foot = foot_lines(data)

        class Own(self.canvas):
            pass

        Own.foot = foot
        document.build(story, canvasmaker=Own)
        return target.getvalue()


PEERS = {'weasyprint': WeasyPrint, 'reportlab': ReportLab}
peer = None


def begin(name, first):
    """Makes a process ready: its typefaces are read, as they are in one that runs for weeks."""
    global peer
    peer = PEERS[name]()
    peer.render(first)


def one(data):
    return peer.render(data)


def render(name, source, processes, folder=None):
    with open(source, encoding='utf-8') as lines:
        everything = [json.loads(line) for line in lines]
    if processes == 1:
        begin(name, everything[0])
        start = time.perf_counter()
        files = [one(data) for data in everything]
        seconds = time.perf_counter() - start
    else:
        with multiprocessing.get_context('spawn').Pool(processes, begin, (name, everything[0])) as pool:
            # All are there before the clock runs.
            pool.map(one, everything[:processes * 4], chunksize=1)
            start = time.perf_counter()
            files = pool.map(one, everything, chunksize=8)
            seconds = time.perf_counter() - start
    print(f'{seconds:.4f}')
    if folder:
        os.makedirs(folder, exist_ok=True)
        for place, data in enumerate(files):
            with open(os.path.join(folder, f'{place:05}.pdf'), 'wb') as file:
                file.write(data)


def table(source):
    rounds = {}
    with open(source, encoding='utf-8') as lines:
        for line in lines:
            name, processes, seconds, pages = line.split()
            rounds.setdefault(int(processes), {}).setdefault(name, []).append((float(seconds), int(pages)))
    print('| on | what | pages | seconds, each round | pages/s, median | times as long as Impasto, median of the rounds |')
    print('| --- | --- | --- | --- | --- | --- |')
    for processes, names in sorted(rounds.items()):
        own = [seconds for seconds, _ in names['impasto']]
        for name, runs in names.items():
            seconds, pages = [run[0] for run in runs], runs[0][1]
            ratio = statistics.median(mine / ours for mine, ours in zip(seconds, own))
            print(f"| {processes} {'core' if processes == 1 else 'cores'} | {name} | {pages} | {', '.join(f'{one:.2f}' for one in seconds)} "
                  f'| {pages / statistics.median(seconds):,.0f} | {ratio:.1f} × |')


if __name__ == '__main__':
    match sys.argv[1:]:
        case ['table', source]:
            table(source)
        case [name, source, processes, *folder] if name in PEERS and len(folder) < 2:
            render(name, source, int(processes), *folder)
        case _:
            sys.exit(__doc__)
