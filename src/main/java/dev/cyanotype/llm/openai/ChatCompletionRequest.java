package dev.cyanotype.llm.openai;

import dev.cyanotype.llm.Message;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/// The body of a chat completion call in the OpenAI format.
@RegisterForReflection(targets = {ChatCompletionRequest.class, Message.class})
record ChatCompletionRequest(String model, boolean stream, List<Message> messages) {}
