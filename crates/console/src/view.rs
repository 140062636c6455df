//! What is seen. Every view reads the store's signals and calls its acts.

pub mod app;
mod bar;
mod shortcuts;

mod login;

mod actions;
mod board;
mod card;
mod chat;
mod composer;
mod context;
mod history;
mod lines;
mod quick;

mod audit;
mod proposals;
mod team;
mod tickets;

mod colleague;
mod customer;
mod dialog;
mod knowledge;
mod second_step;
mod settings;
mod staff;
