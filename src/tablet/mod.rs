//! The staff's page and its API.
