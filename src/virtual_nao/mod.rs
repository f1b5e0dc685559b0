//! The embedded Nao: a server of the same bridge protocol, with a simulated body.
