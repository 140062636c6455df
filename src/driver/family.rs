//! Family help. The customer's own window needs nothing of this; here is the other end, on the son's or daughter's
//! phone: a window that follows somebody else's conversation with a token that opens nothing else.

use super::Driver;
use crate::platform::clock;
use std::rc::Rc;
use talk::Event;

impl Driver {
    /// The invitation was opened: from now on this window follows the customer's conversation.
    pub fn help(self: &Rc<Self>, conversation: String, token: String) {
        self.touch();
        // Whom this phone helped before is nobody's business here.
        self.vault.remove(&self.key());
        self.tabs.forget();
        self.aside.borrow_mut().token = Some(token);
        self.send(Event::HelpJoined { conversation });
    }

    /// The customer ended the help, or the helper leaves.
    pub fn help_ended(self: &Rc<Self>) {
        self.send(Event::HelpEnded { at: clock::now() });
    }
}
