package dev.cyanotype.cli;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/// What Ctrl+C does until this is closed. A second one ends the program at once.
final class CtrlC implements AutoCloseable {

  private static final Signal INTERRUPT = new Signal("INT");

  private final SignalHandler before;
  private volatile boolean pressed;

  private CtrlC(Runnable action) {
    before = handle(_ -> press(action));
  }

  /// A virtual machine that was started with `-Xrs` leaves signals alone.
  private static SignalHandler handle(SignalHandler handler) {
    try {
      return Signal.handle(INTERRUPT, handler);
    } catch (IllegalArgumentException _) {
      return SignalHandler.SIG_DFL;
    }
  }

  static CtrlC does(Runnable action) {
    return new CtrlC(action);
  }

  private void press(Runnable action) {
    if (pressed) {
      Runtime.getRuntime().halt(CyanotypeCommand.INTERRUPTED);
    }
    pressed = true;
    action.run();
  }

  @Override
  public void close() {
    handle(before);
  }
}
