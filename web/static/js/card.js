/**
 * The page on which a card is entered: mounts Stripe's Payment Element, a frame of Stripe's, and confirms the payment there.
 * It never sees a card. What became of it the order's page asks the provider.
 */
const form = document.getElementById('card-form');
const button = document.getElementById('card-pay');
const told = document.getElementById('card-told');
const { key, secret, back } = form.dataset;

function away() {
  document.getElementById('card-away').hidden = false;
}

function mount() {
  const stripe = window.Stripe(key, { locale: document.documentElement.lang });
  const theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'night' : 'stripe';
  const elements = stripe.elements({ clientSecret: secret, appearance: { theme } });
  const element = elements.create('payment');
  element.on('ready', () => { button.disabled = false; });
  element.on('loaderror', away);
  element.mount('#card-element');

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    button.disabled = true;
    told.textContent = '';
    const { error } = await stripe.confirmPayment({ elements, confirmParams: { return_url: new URL(back, location.href).href } });
    // Where nothing is wrong the browser is on its way already.
    if (!error) return;
    if (error.type === 'validation_error') {
      // In the reader's language, by Stripe.
      told.textContent = error.message ?? '';
      button.disabled = false;
      return;
    }
    // A definite no: the order says why, and offers what can be done.
    location.assign(back);
  });
}

if (window.Stripe) mount();
else away();
