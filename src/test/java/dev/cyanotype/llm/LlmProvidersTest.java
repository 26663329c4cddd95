package dev.cyanotype.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyanotype.llm.LlmException.Kind;
import dev.cyanotype.observability.ModelCalls;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LlmProvidersTest {

  private static final LlmRequest REQUEST =
      new LlmRequest(LlmRequest.Task.CHAT, "hello", Optional.empty(), List.of());
  private static final LlmException FAILURE = new LlmException(Kind.TIMEOUT, "It took too long.");

  private record Config(
      String provider, Optional<List<String>> fallback, Optional<List<String>> allowedProviders)
      implements LlmConfig {

    Config(String provider, String... fallback) {
      this(provider, Optional.of(List.of(fallback)), Optional.empty());
    }

    Config allowing(String... ids) {
      return new Config(provider, fallback, Optional.of(List.of(ids)));
    }

    @Override
    public Endpoint openai() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Endpoint anthropic() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, NamedEndpoint> endpoints() {
      return Map.of();
    }
  }

  /// The first one is the configured one, the others are its fallbacks in their order.
  private static LlmProviders providers(LlmProvider... providers) {
    String[] ids = Stream.of(providers).map(LlmProvider::id).toArray(String[]::new);
    return providers(new Config(ids[0], Arrays.copyOfRange(ids, 1, ids.length)), providers);
  }

  private static LlmProviders providers(Config config, LlmProvider... providers) {
    return new LlmProviders(
        new ProviderChoice(List.of(providers), List.of(), config),
        new Operations(new ModelCalls(new SimpleMeterRegistry(), OpenTelemetry.noop())));
  }

  /// What clients see, without figures.
  private static List<Object> told(AssertSubscriber<LlmEvent> stream) {
    return stream.getItems().stream()
        .map(
            event ->
                event instanceof LlmEvent.Measured end
                    ? end.usage().provider() + " " + end.usage().finishReason()
                    : event)
        .toList();
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

    assertThat(told(stream(providers).assertCompleted()))
        .containsExactly(new LlmEvent.Text("a"), new LlmEvent.Text("b"), "first stop");
    LlmAnswer answer = providers.complete(REQUEST).await().indefinitely();
    assertThat(answer.text()).isEqualTo("ab");
    assertThat(answer.provider()).isEqualTo("first");
    assertThat(answer.model()).isEqualTo("first-model");
    assertThat(answer.fallbacks()).isEmpty();
    assertThat(providers.configured().getFirst().id()).isEqualTo("first");
    assertThat(second.calls()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void fallbackAnswersWhereTheFirstFailsBeforeItsFirstText(Kind kind) {
    TestingProvider first =
        TestingProvider.failing("first", new LlmException(kind, "It did not work."));
    TestingProvider second = TestingProvider.answering("second", "c");
    LlmProviders providers = providers(first, second);

    assertThat(told(stream(providers).assertCompleted()))
        .containsExactly(
            new LlmEvent.Fallback("second", "It did not work."),
            new LlmEvent.Text("c"),
            "second stop");
    assertThat(first.calls()).isEqualTo(1);
    assertThat(second.calls()).isEqualTo(1);
  }

  @Test
  void fallbackAnswersInOnePieceToo() {
    LlmProviders providers =
        providers(
            TestingProvider.failing("first", FAILURE, "half"),
            TestingProvider.answering("second", "c", "d"));

    LlmAnswer answer = providers.complete(REQUEST).await().indefinitely();
    assertThat(answer.text()).isEqualTo("cd");
    assertThat(answer.provider()).isEqualTo("second");
    assertThat(answer.fallbacks())
        .containsExactly(new LlmEvent.Fallback("second", "It took too long."));
  }

  @Test
  void eachFallbackOfTheChainIsTold() {
    LlmProviders providers =
        providers(
            TestingProvider.failing("first", FAILURE),
            TestingProvider.failing("second", new LlmException(Kind.REFUSED, "Neither did this.")),
            TestingProvider.answering("third", "e"));
    LlmEvent.Fallback second = new LlmEvent.Fallback("second", "It took too long.");
    LlmEvent.Fallback third = new LlmEvent.Fallback("third", "Neither did this.");

    assertThat(told(stream(providers).assertCompleted()))
        .containsExactly(second, third, new LlmEvent.Text("e"), "third stop");
    assertThat(providers.complete(REQUEST).await().indefinitely().fallbacks())
        .containsExactly(second, third);
  }

  @Test
  void whoNamesAProviderOrModelGetsNoOther() {
    TestingProvider first = TestingProvider.failing("first", FAILURE);
    TestingProvider second = TestingProvider.answering("second", "c");
    LlmProviders providers = providers(first, second);
    LlmOptions named =
        new LlmOptions(Optional.of("second"), Optional.empty(), Optional.empty(), Optional.empty());
    LlmOptions model =
        new LlmOptions(
            Optional.empty(), Optional.of("first-model"), Optional.empty(), Optional.empty());

    assertThat(providers.complete(REQUEST.with(named)).await().indefinitely().text())
        .isEqualTo("c");
    assertThat(first.calls()).isZero();
    assertThatThrownBy(() -> providers.complete(REQUEST.with(model)).await().indefinitely())
        .isSameAs(FAILURE);
    assertThat(second.calls()).isEqualTo(1);
  }

  @Test
  void cutOffAnswerIsAFailureWithWhatItTook() {
    TestingProvider first =
        new TestingProvider(
            "first",
            Multi.createFrom()
                .items(
                    new LlmEvent.Text("half a"),
                    new LlmEvent.Finished(
                        "length", Optional.of(new TokenUsage(7, 2, false)), Optional.of("m-1"))));

    Throwable failure =
        stream(providers(first)).assertItems(new LlmEvent.Text("half a")).getFailure();

    assertThat(failure).hasMessage("The model was cut off: finish_reason is length.");
    AnswerUsage spent = ((LlmException) failure).spent().orElseThrow();
    assertThat(spent.totalTokens()).isEqualTo(9);
    assertThat(spent.model()).isEqualTo("m-1");
    assertThat(spent.estimated()).isFalse();
  }

  @Test
  void whatNobodyCountedIsEstimated() {
    LlmRequest request = REQUEST.withMessages(List.of(Message.user("x".repeat(41))));

    AnswerUsage usage =
        providers(TestingProvider.answering("first", "ab", "cde"))
            .complete(request)
            .await()
            .indefinitely()
            .usage();

    assertThat(usage.estimated()).isTrue();
    assertThat(usage.promptTokens()).isEqualTo(11);
    assertThat(usage.completionTokens()).isEqualTo(2);
    assertThat(usage.totalTokens()).isEqualTo(13);
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

    assertThatThrownBy(() -> new ProviderChoice(providers, List.of(), new Config("gpt")))
        .hasMessage("cyanotype.llm.provider is 'gpt', which is none of: builtin, openai");
    assertThatThrownBy(
            () -> new ProviderChoice(providers, List.of(), new Config("openai", "builtin", "x")))
        .hasMessage("cyanotype.llm.fallback is 'x', which is none of: builtin, openai");
    assertThatThrownBy(
            () -> new ProviderChoice(providers, List.of(), new Config("openai").allowing("y")))
        .hasMessage("cyanotype.llm.allowed-providers is 'y', which is none of: builtin, openai");
  }
}
