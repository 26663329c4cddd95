package dev.cyanotype.deployment;

import java.util.function.Consumer;

/// What an engine says of a step: at most 20 times, and 500 characters of it.
final class BoundedProgress implements Engine.Progress {

  private static final int MAX_TIMES = 20;
  private static final int MAX_TEXT = 500;

  private final Consumer<String> listener;
  private volatile String last;
  private int times;

  BoundedProgress(Consumer<String> listener) {
    this.listener = listener;
  }

  @Override
  public void says(String text) {
    String bounded = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    if (!bounded.equals(last) && times++ < MAX_TIMES) {
      last = bounded;
      listener.accept(bounded);
    }
  }

  /// Null where it has said nothing.
  String last() {
    return last;
  }
}
