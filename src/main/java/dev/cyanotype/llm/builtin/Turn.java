package dev.cyanotype.llm.builtin;

import dev.cyanotype.llm.LlmRequest;
import dev.cyanotype.llm.Message;
import dev.cyanotype.requirements.Requirements;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What is asked now, in the light of what was said before.
///
/// @param requirements of these words, with what earlier ones asked and these leave open
/// @param earlier what was said before by either side, the latest first, without the system's
///     prompt
record Turn(String words, Requirements requirements, List<Message> earlier) {

  private static final int MOST_EARLIER = 20;
  private static final int MOST_CHARS = 2000;

  static Turn of(LlmRequest request) {
    List<Message> earlier = earlier(request.messages());
    Requirements requirements = Requirements.read(request.words());
    for (Message message : earlier) {
      if (isDemand(message)) {
        requirements = requirements.after(Requirements.read(message.content()));
      }
    }
    return new Turn(request.words(), requirements, earlier);
  }

  /// These words, then what the user asked for before, the latest first.
  List<String> texts() {
    return Stream.concat(
            Stream.of(words), earlier.stream().filter(Turn::isDemand).map(Message::content))
        .toList();
  }

  private static boolean isDemand(Message message) {
    return message.role() == Message.Role.USER && !message.content().strip().endsWith("?");
  }

  /// The last message is this turn's own.
  private static List<Message> earlier(List<Message> messages) {
    List<Message> said = new ArrayList<>();
    for (int i = messages.size() - 2; i >= 0 && said.size() < MOST_EARLIER; i--) {
      if (messages.get(i).role() != Message.Role.SYSTEM) {
        said.add(shortened(messages.get(i)));
      }
    }
    return said;
  }

  private static Message shortened(Message message) {
    String content = message.content();
    return content.length() <= MOST_CHARS
        ? message
        : new Message(message.role(), content.substring(0, MOST_CHARS));
  }
}
