package dev.cyanotype.streaming;

import dev.cyanotype.security.Caller;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How streams ended, for those who ask a little later: at most [#MAX] of them, for at most
/// [#REMEMBERED].
final class EndedStreams {

  static final int MAX = 8192;
  static final Duration REMEMBERED = Duration.ofMinutes(1);

  /// @param at in `System.nanoTime`
  private record Ended(Caller caller, Ending ending, long at) {

    boolean isForgotten() {
      return System.nanoTime() - at > REMEMBERED.toNanos();
    }
  }

  private final Map<String, Ended> ended =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Ended> eldest) {
          return size() > MAX || eldest.getValue().isForgotten();
        }
      };

  synchronized void add(LiveStream stream, Ending ending) {
    ended.put(stream.id(), new Ended(stream.caller(), ending, System.nanoTime()));
  }

  /// Empty where it is not known, forgotten, or another caller's.
  synchronized Optional<Ending> find(String id, Caller caller) {
    Ended found = ended.get(id);
    return found != null && found.caller().equals(caller) && !found.isForgotten()
        ? Optional.of(found.ending())
        : Optional.empty();
  }
}
