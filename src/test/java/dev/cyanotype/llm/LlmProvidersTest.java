package dev.cyanotype.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyanotype.llm.LlmException.Kind;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LlmProvidersTest {

  private static final LlmRequest REQUEST =
      new LlmRequest(LlmRequest.Task.CHAT, "hello", Optional.empty(), List.of());
  private static final LlmException FAILURE = new LlmException(Kind.TIMEOUT, "It took too long.");

  private record Config(String provider, Optional<String> fallback) implements LlmConfig {
    @Override
    public OpenAi openai() {
      throw new UnsupportedOperationException();
    }
  }

  private static LlmProviders providers(LlmProvider... providers) {
    return new LlmProviders(
        List.of(providers),
        new Config(
            "first", providers.length > 1 ? Optional.of(providers[1].id()) : Optional.empty()));
  }

  private static AssertSubscriber<LlmEvent> stream(LlmProviders providers) {
    return providers.stream(REQUEST)
        .subscribe()
        .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
  }

  @Test
  void chosenProviderAnswers() {
    TestingProvider second = TestingProvider.answering("second", "no");
    LlmProviders providers = providers(TestingProvider.answering("first", "a", "b"), second);

    stream(providers)
        .assertItems(new LlmEvent.Text("a"), new LlmEvent.Text("b"), new LlmEvent.Finished("stop"))
        .assertCompleted();
    assertThat(providers.complete(REQUEST).await().indefinitely())
        .isEqualTo(new LlmAnswer("ab", "first", "first-model", Optional.empty()));
    assertThat(providers.chosen().id()).isEqualTo("first");
    assertThat(second.calls()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void fallbackAnswersWhereTheFirstFailsBeforeItsFirstText(Kind kind) {
    TestingProvider first =
        TestingProvider.failing("first", new LlmException(kind, "It did not work."));
    TestingProvider second = TestingProvider.answering("second", "c");
    LlmProviders providers = providers(first, second);

    stream(providers)
        .assertItems(
            new LlmEvent.Fallback("second", "It did not work."),
            new LlmEvent.Text("c"),
            new LlmEvent.Finished("stop"))
        .assertCompleted();
    assertThat(first.calls()).isEqualTo(1);
    assertThat(second.calls()).isEqualTo(1);
  }

  @Test
  void fallbackAnswersInOnePieceToo() {
    LlmProviders providers =
        providers(
            TestingProvider.failing("first", FAILURE, "half"),
            TestingProvider.answering("second", "c", "d"));

    assertThat(providers.complete(REQUEST).await().indefinitely())
        .isEqualTo(
            new LlmAnswer(
                "cd",
                "second",
                "second-model",
                Optional.of(new LlmEvent.Fallback("second", "It took too long."))));
  }

  @Test
  void failureStaysBehindTheFirstText() {
    TestingProvider second = TestingProvider.answering("second", "no");

    stream(providers(TestingProvider.failing("first", FAILURE, "half"), second))
        .assertItems(new LlmEvent.Text("half"))
        .assertFailedWith(LlmException.class, "It took too long.");
    assertThat(second.calls()).isZero();
  }

  @Test
  void failureStaysWithoutAFallback() {
    LlmProviders providers = providers(TestingProvider.failing("first", FAILURE));

    stream(providers).assertFailedWith(LlmException.class, "It took too long.");
    assertThatThrownBy(() -> providers.complete(REQUEST).await().indefinitely()).isSameAs(FAILURE);
  }

  @Test
  void failureOfBothIsThatOfTheFallback() {
    LlmProviders providers =
        providers(
            TestingProvider.failing("first", FAILURE),
            TestingProvider.failing("second", new LlmException(Kind.REFUSED, "Neither did this.")));

    stream(providers)
        .assertItems(new LlmEvent.Fallback("second", "It took too long."))
        .assertFailedWith(LlmException.class, "Neither did this.");
    assertThatThrownBy(() -> providers.complete(REQUEST).await().indefinitely())
        .hasMessage("Neither did this.");
  }

  @Test
  void errorsOfTheProgramAreNotCovered() {
    TestingProvider second = TestingProvider.answering("second", "no");
    LlmProviders providers =
        providers(TestingProvider.failing("first", new IllegalStateException("bug")), second);

    stream(providers).assertFailedWith(IllegalStateException.class, "bug");
    assertThatThrownBy(() -> providers.complete(REQUEST).await().indefinitely()).hasMessage("bug");
    assertThat(second.calls()).isZero();
  }

  @Test
  void everySubscriptionStartsAnew() {
    TestingProvider first = TestingProvider.failing("first", FAILURE);
    Multi<LlmEvent> stream =
        providers(first, TestingProvider.answering("second", "c")).stream(REQUEST);
    assertThat(first.calls()).isZero();

    for (int i = 0; i < 2; i++) {
      assertThat(stream.collect().asList().await().indefinitely())
          .hasSize(3)
          .first()
          .isInstanceOf(LlmEvent.Fallback.class);
    }
    assertThat(first.calls()).isEqualTo(2);
  }

  @Test
  void unknownIdsAreRefusedWithThoseThatThereAre() {
    List<LlmProvider> providers =
        List.of(TestingProvider.answering("openai"), TestingProvider.answering("builtin"));

    assertThatThrownBy(() -> new LlmProviders(providers, new Config("gpt", Optional.empty())))
        .hasMessage("cyanotype.llm.provider is 'gpt', which is none of: builtin, openai");
    assertThatThrownBy(() -> new LlmProviders(providers, new Config("openai", Optional.of("x"))))
        .hasMessage("cyanotype.llm.fallback is 'x', which is none of: builtin, openai");
  }
}
