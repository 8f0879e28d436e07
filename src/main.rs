//! Impasto, a real-time art marketplace in one program.

fn main() -> std::process::ExitCode {
    impasto::cli::main()
}
