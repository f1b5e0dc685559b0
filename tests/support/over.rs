//! The way of our own client to a virtual Nao in memory.

use companion::{
    robot::{Connecting, Network, Stream},
    virtual_nao::Wire,
};

/// A network on which there is one robot, whatever it is called.
pub struct Over(Wire);

pub fn over(wire: &Wire) -> Over {
    Over(wire.clone())
}

impl Network for Over {
    fn connect<'a>(&'a self, _authority: &'a str) -> Connecting<'a> {
        Box::pin(async move {
            let stream: Box<dyn Stream> = Box::new(self.0.connect()?);
            Ok(stream)
        })
    }
}
