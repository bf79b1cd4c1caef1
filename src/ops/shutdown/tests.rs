use std::time::Duration;

use super::{EXIT_FORCED, EXIT_LATE, Shutdown, TOGETHER, end};

#[tokio::test]
async fn a_wish_reaches_every_clone_and_stands() {
    let (wish, shutdown) = Shutdown::new();
    let clone = shutdown.clone();
    assert!(!shutdown.is_wished());
    wish.make();
    assert!(shutdown.is_wished() && clone.is_wished());
    clone.wished().await;
    shutdown.wished().await;
}

#[tokio::test]
async fn a_hand_that_is_gone_lets_nobody_wait() {
    let (wish, shutdown) = Shutdown::new();
    drop(wish);
    shutdown.wished().await;
}

#[tokio::test]
async fn the_second_signal_or_the_deadline_ends_the_process() {
    assert_eq!(end(async || (), Duration::ZERO, Duration::from_hours(1)).await, EXIT_FORCED);
    assert_eq!(end(async || std::future::pending::<()>().await, Duration::ZERO, Duration::ZERO).await, EXIT_LATE);
}

#[tokio::test]
async fn a_signal_that_comes_with_the_first_is_the_same_wish() {
    let mut signals = 3;
    let next = async || {
        signals -= 1;
        if signals == 0 {
            std::future::pending::<()>().await;
        }
    };
    assert_eq!(end(next, TOGETHER, Duration::from_millis(1)).await, EXIT_LATE);
}
