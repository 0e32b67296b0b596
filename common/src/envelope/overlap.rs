//! Several futures side by side: each is started as soon as it is there, all go on together, outputs come in order.
//!
//! While the browser's threads seal one chunk, this thread prepares the next.

use core::future::{Future, poll_fn};
use core::pin::Pin;
use core::task::{Context, Poll};

/// Futures under way.
pub(super) struct Overlap<F: Future>(Vec<Step<F>>);

enum Step<F: Future> {
    Running(Pin<Box<F>>),
    Done(F::Output),
}

impl<F: Future> Overlap<F> {
    pub(super) fn new() -> Self {
        Self(Vec::new())
    }

    /// Starts one more.
    pub(super) async fn start(&mut self, future: F) {
        let mut step = Step::Running(Box::pin(future));
        poll_fn(|context| {
            advance(&mut step, context);
            Poll::Ready(())
        })
        .await;
        self.0.push(step);
    }

    /// Waits for all of them.
    pub(super) async fn finish(mut self) -> Vec<F::Output> {
        poll_fn(|context| {
            for step in &mut self.0 {
                advance(step, context);
            }
            if self.0.iter().all(|step| matches!(step, Step::Done(_))) { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        let done = |step| match step {
            Step::Done(output) => Some(output),
            Step::Running(_) => None,
        };
        self.0.into_iter().filter_map(done).collect()
    }
}

fn advance<F: Future>(step: &mut Step<F>, context: &mut Context<'_>) {
    if let Step::Running(future) = step
        && let Poll::Ready(output) = future.as_mut().poll(context)
    {
        *step = Step::Done(output);
    }
}
