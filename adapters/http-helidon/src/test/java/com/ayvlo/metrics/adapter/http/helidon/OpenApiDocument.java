package com.ayvlo.metrics.adapter.http.helidon;

import static com.ayvlo.metrics.adapter.http.helidon.JsonTree.array;
import static com.ayvlo.metrics.adapter.http.helidon.JsonTree.object;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The OpenAPI document, as far as tests ask about it. */
final class OpenApiDocument {
    private final Map<String, Object> root;

    OpenApiDocument(String json) {
        this.root = object(JsonTree.parse(json));
    }

    /** An operation; its parameters are resolved. */
    record Operation(
            String path, String method, Map<String, Object> json, List<Map<String, Object>> in) {
        Map<String, Object> responses() {
            return object(json.get("responses"));
        }

        boolean needsAdmin() {
            return array(json.get("security")).contains(Map.of("adminKey", List.of()));
        }

        boolean isOpen() {
            return array(json.get("security")).isEmpty();
        }

        @Override
        public String toString() {
            return method + ' ' + path;
        }
    }

    /**
     * An example of a request.
     *
     * @param value the body; null if the operation takes none
     */
    record Request(Operation operation, String name, String media, Object value, Object query) {
        @Override
        public String toString() {
            return operation + " " + name;
        }
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        object(root.get("paths"))
                .forEach(
                        (path, item) ->
                                object(item)
                                        .forEach(
                                                (method, json) ->
                                                        operations.add(
                                                                operation(
                                                                        path,
                                                                        method,
                                                                        object(json)))));
        return operations;
    }

    private Operation operation(String path, String method, Map<String, Object> json) {
        List<Map<String, Object>> parameters =
                array(json.get("parameters")).stream().map(each -> resolve(object(each))).toList();
        return new Operation(path, method.toUpperCase(java.util.Locale.ROOT), json, parameters);
    }

    /** The examples of an operation's requests; one without a body if it takes none. */
    List<Request> requests(Operation operation) {
        Map<String, Object> content =
                object(object(operation.json.get("requestBody")).get("content"));
        if (content.isEmpty()) {
            return List.of(new Request(operation, "default", null, null, null));
        }
        List<Request> requests = new ArrayList<>();
        content.forEach(
                (media, body) ->
                        examples(body)
                                .forEach(
                                        (name, example) ->
                                                requests.add(
                                                        new Request(
                                                                operation,
                                                                name,
                                                                media,
                                                                object(example).get("value"),
                                                                object(example).get("x-query")))));
        return requests;
    }

    /** The schema and the examples of a request's body. */
    Map<String, Object> body(Request request) {
        Map<String, Object> body = object(request.operation.json.get("requestBody"));
        return object(object(body.get("content")).get(request.media));
    }

    /** The status of the answer that shows an example of this name. */
    String statusOf(Request request) {
        List<String> statuses =
                request.operation.responses().keySet().stream()
                        .filter(status -> shows(request, status))
                        .toList();
        if (statuses.size() > 1) {
            throw new IllegalArgumentException(request + " has several answers: " + statuses);
        }
        return statuses.isEmpty() ? "200" : statuses.getFirst();
    }

    private boolean shows(Request request, String status) {
        return response(request.operation, status).entrySet().stream()
                .filter(entry -> entry.getKey().equals("content"))
                .flatMap(content -> object(content.getValue()).values().stream())
                .anyMatch(body -> examples(body).containsKey(request.name));
    }

    Map<String, Object> response(Operation operation, String status) {
        return resolve(object(operation.responses().get(status)));
    }

    /** The schema of an answer's body by its media type, without parameters. */
    Map<String, Object> schema(Operation operation, String status, String media) {
        Map<String, Object> content = object(response(operation, status).get("content"));
        return object(object(content.get(media.replaceFirst(";.*", ""))).get("schema"));
    }

    Map<String, Object> schemaNamed(String name) {
        return resolve(Map.of("$ref", "#/components/schemas/" + name));
    }

    Set<String> headers(Operation operation, String status) {
        return object(response(operation, status).get("headers")).keySet();
    }

    static Map<String, Object> examples(Object mediaType) {
        return object(object(mediaType).get("examples"));
    }

    /** Follows a reference. */
    Map<String, Object> resolve(Map<String, Object> node) {
        if (!(node.get("$ref") instanceof String reference)) {
            return node;
        }
        Map<String, Object> at = root;
        for (String step : reference.substring(2).split("/", -1)) {
            at = object(at.get(step));
        }
        if (at.isEmpty()) {
            throw new IllegalArgumentException("leads nowhere: " + reference);
        }
        return resolve(at);
    }

    /** The methods of each path. */
    Map<String, Set<String>> methods() {
        return operations().stream()
                .collect(
                        Collectors.groupingBy(
                                Operation::path,
                                LinkedHashMap::new,
                                Collectors.mapping(
                                        Operation::method, Collectors.toCollection(TreeSet::new))));
    }
}
