//! Panics of a run: planned ones are silent, since there are hundreds; any other is a fault, though the engine would go
//! on without the actor that fell.

use std::cell::RefCell;
use std::panic;
use std::sync::Once;

thread_local! {
    /// Panics that nobody planned; `None` outside of a run.
    static UNPLANNED: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// From here on panics of this thread are sorted, until it is dropped.
pub(super) struct Watch;

impl Watch {
    pub(super) fn begin() -> Self {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            let others = panic::take_hook();
            panic::set_hook(Box::new(move |info| {
                let said = info.payload_as_str().unwrap_or("something").to_owned();
                let planned = UNPLANNED.with_borrow_mut(|unplanned| match unplanned {
                    Some(_) if said.starts_with("planned fall") => true,
                    Some(unplanned) => {
                        let place = info.location().map(ToString::to_string).unwrap_or_default();
                        unplanned.push(format!("{said} ({place})"));
                        false
                    }
                    None => false,
                });
                if !planned {
                    others(info);
                }
            }));
        });
        UNPLANNED.set(Some(Vec::new()));
        Self
    }

    /// # Errors
    /// What fell that was not to fall.
    pub(super) fn verdict(&self) -> Result<(), String> {
        let unplanned = UNPLANNED.with_borrow(|unplanned| unplanned.clone().unwrap_or_default());
        if unplanned.is_empty() { Ok(()) } else { Err(format!("somebody fell: {}", unplanned.join("; "))) }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        UNPLANNED.set(None);
    }
}
