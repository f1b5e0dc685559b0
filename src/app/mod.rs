//! Wiring: one task an edge, one session a robot; configuration; command line.
