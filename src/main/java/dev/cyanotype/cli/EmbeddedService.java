package dev.cyanotype.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cyanotype.conversation.ChatRequest;
import dev.cyanotype.conversation.Chats;
import dev.cyanotype.conversation.DesignRequest;
import dev.cyanotype.conversation.Designs;
import dev.cyanotype.problem.ProblemException;
import dev.cyanotype.security.Caller;
import dev.cyanotype.streaming.LiveStream;
import dev.cyanotype.template.TemplateResource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The service in this process, without its HTTP server: takes the same requests, checks them
/// alike and answers with the same events.
@ApplicationScoped
class EmbeddedService implements Backend {

  private static final Caller LOCAL = Caller.ofProcess();

  private final Chats chats;
  private final Designs designs;
  private final TemplateResource templates;
  private final ObjectMapper mapper;
  private final Validator validator;
  private final String provider;

  EmbeddedService(
      Chats chats,
      Designs designs,
      TemplateResource templates,
      ObjectMapper mapper,
      Validator validator,
      @ConfigProperty(name = "cyanotype.llm.provider", defaultValue = "builtin") String provider) {
    this.chats = chats;
    this.designs = designs;
    this.templates = templates;
    this.mapper = mapper;
    this.validator = validator;
    this.provider = provider;
  }

  @Override
  public String name() {
    return "none, the provider '" + provider + "' answers in this process";
  }

  @Override
  public AnswerStream chat(Question question) {
    return stream(question.request("message"), ChatRequest.class, chats::stream);
  }

  @Override
  public AnswerStream generate(Question question) {
    return stream(question.request("description"), DesignRequest.class, designs::stream);
  }

  private <T> AnswerStream stream(
      JsonNode request, Class<T> type, BiFunction<T, Caller, LiveStream> answer) {
    Trace trace = EmbeddedClient.trace();
    trace.json("payload", request);
    T read = mapper.convertValue(request, type);
    Set<ConstraintViolation<T>> violations = validator.validate(read);
    if (!violations.isEmpty()) {
      ConstraintViolation<T> first = violations.iterator().next();
      throw new ClientException(first.getPropertyPath() + " " + first.getMessage());
    }
    return new EmbeddedStream(explained(() -> answer.apply(read, LOCAL)).events(), mapper, trace);
  }

  @Override
  public JsonNode templates() {
    return mapper.valueToTree(templates.list(null, null));
  }

  @Override
  public JsonNode search(String words) {
    return mapper.valueToTree(explained(() -> templates.search(words, "5")));
  }

  @Override
  public JsonNode template(String id) {
    return mapper.valueToTree(explained(() -> templates.get(id)));
  }

  private static <T> T explained(Supplier<T> call) {
    try {
      return call.get();
    } catch (ProblemException e) {
      throw new ClientException(e.getMessage());
    }
  }
}
