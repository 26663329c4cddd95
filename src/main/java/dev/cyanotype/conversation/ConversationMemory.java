package dev.cyanotype.conversation;

import dev.cyanotype.llm.Message;
import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;
import io.quarkus.cache.CaffeineCache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The earlier turns of conversations, by their key. Bounded in conversations and time by the cache
/// `conversations`, in messages by `cyanotype.conversation.max-messages`, in text by
/// [#MAX_CHARACTERS]; what is over goes, oldest first. A key never sees another key's turns.
@ApplicationScoped
public class ConversationMemory {

  static final int MAX_CHARACTERS = 64 * 1024;

  private final CaffeineCache conversations;
  private final int maxMessages;

  ConversationMemory(@CacheName("conversations") Cache conversations, ConversationConfig config) {
    this.conversations = conversations.as(CaffeineCache.class);
    this.maxMessages = config.maxMessages();
  }

  List<Message> recall(Optional<ConversationKey> id) {
    return id.map(this::turns).orElse(List.of());
  }

  private List<Message> turns(ConversationKey id) {
    CompletableFuture<List<Message>> turns = conversations.getIfPresent(id);
    return turns == null ? List.of() : turns.getNow(List.of());
  }

  void remember(Optional<ConversationKey> id, String question, String answer) {
    id.ifPresent(conversation -> append(conversation, question, answer));
  }

  /// Under one lock, so that two answers of one conversation that end together are both kept.
  private synchronized void append(ConversationKey id, String question, String answer) {
    List<Message> turns = new ArrayList<>(turns(id));
    turns.add(Message.user(question));
    turns.add(Message.assistant(answer));
    conversations.put(id, CompletableFuture.completedFuture(newest(turns)));
  }

  /// The newest messages within the bounds; always whole turns, so that a user's message is first.
  private List<Message> newest(List<Message> turns) {
    int from = turns.size();
    int characters = 0;
    while (from >= 2 && turns.size() - from + 2 <= maxMessages) {
      characters += turns.get(from - 1).content().length() + turns.get(from - 2).content().length();
      if (characters > MAX_CHARACTERS) {
        break;
      }
      from -= 2;
    }
    return List.copyOf(turns.subList(from, turns.size()));
  }

  /// Forgets a conversation and says how many messages it had.
  Uni<Integer> clear(ConversationKey id) {
    int messages = turns(id).size();
    return conversations.invalidate(id).replaceWith(messages);
  }
}
