package dev.cyanotype.streaming;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The `id` of an event of a resumable stream, as a client names it in `Last-Event-ID`.
///
/// @param number of the event, from 0
record EventId(String streamId, long number) {

  private static final Pattern FORMAT = Pattern.compile("([A-Za-z0-9_-]{22}):(\\d{1,15})");

  static Optional<EventId> parse(String text) {
    Matcher id = FORMAT.matcher(text);
    return id.matches()
        ? Optional.of(new EventId(id.group(1), Long.parseLong(id.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return streamId + ":" + number;
  }
}
