//! A house to be checked: worlds of one shape, and what must hold in each of them.

use stateright::{Model, Property};

use crate::action::Action;
use crate::property;
use crate::shape::Shape;
use crate::sight::Sight;
use crate::world::World;

/// A model for the checker.
#[derive(Debug, Clone)]
pub(crate) struct House {
    pub(crate) shape: Shape,
    /// What must be seen somewhere, or the model is trivial.
    pub(crate) sights: Vec<Sight>,
}

impl Model for House {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        vec![World::new(&self.shape)]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Action>) {
        Action::all(&self.shape, world, actions);
    }

    fn next_state(&self, world: &World, action: Action) -> Option<World> {
        let mut next = world.clone();
        next.step(action, self.shape.flaw);
        Some(next.canonical())
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let mut properties = property::all();
        properties.extend(self.sights.iter().map(|sight| sight.property()));
        properties
    }
}
