package dev.cyanotype.conversation;

import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;
import io.quarkus.cache.CaffeineCache;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// What waits for a yes in which conversation, and which blueprint a conversation deployed last.
/// Bounded in number and time by the caches `proposals` and `deployed-subjects`.
@ApplicationScoped
public class Proposals {

  private final CaffeineCache open;
  private final CaffeineCache subjects;

  Proposals(@CacheName("proposals") Cache open, @CacheName("deployed-subjects") Cache subjects) {
    this.open = open.as(CaffeineCache.class);
    this.subjects = subjects.as(CaffeineCache.class);
  }

  void propose(Optional<ConversationKey> conversation, Proposal proposal) {
    conversation.ifPresent(
        key -> {
          put(open, key, Optional.of(proposal));
          put(subjects, key, proposal.blueprintId());
        });
  }

  /// The one that waits, which from now on waits no longer: a yes is good for one time, and other
  /// words in between call it off.
  synchronized Optional<Proposal> take(Optional<ConversationKey> conversation) {
    Optional<Proposal> waiting = waiting(conversation);
    waiting.ifPresent(_ -> put(open, conversation.orElseThrow(), Optional.empty()));
    return waiting;
  }

  private Optional<Proposal> waiting(Optional<ConversationKey> conversation) {
    return conversation.flatMap(
        key -> Proposals.<Optional<Proposal>>get(open, key).flatMap(proposal -> proposal));
  }

  /// The blueprint that plans were made for last.
  Optional<String> subject(Optional<ConversationKey> conversation) {
    return conversation.flatMap(key -> get(subjects, key));
  }

  private static void put(CaffeineCache cache, ConversationKey key, Object value) {
    cache.put(key, CompletableFuture.completedFuture(value));
  }

  private static <T> Optional<T> get(CaffeineCache cache, ConversationKey key) {
    CompletableFuture<T> value = cache.getIfPresent(key);
    return Optional.ofNullable(value).map(future -> future.getNow(null));
  }
}
