//! The program as a whole, driven against a tiny fake of the server: an honest one must be believed, and each lie of a dishonest one must be found.

#[cfg(test)]
mod lies;
#[cfg(test)]
mod live;
#[cfg(test)]
mod program;
#[cfg(test)]
mod scenarios;
#[cfg(test)]
mod server;
#[cfg(test)]
mod shop;
