//! Impasto, a real-time art marketplace in one program.

mod memory;

fn main() -> std::process::ExitCode {
    memory::settle();
    impasto::cli::main()
}
