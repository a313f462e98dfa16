using System.Text.Json;
using System.Text.Json.Serialization;

namespace BootService.Admin;

/// <summary>Why a request was not carried out, for programs (RFC 9457, <c>application/problem+json</c>).</summary>
/// <param name="Title">The kind of it, in a word or two.</param>
/// <param name="Status">The answer's status.</param>
/// <param name="Detail">The sentence that a person reads.</param>
internal sealed record Problem(string Title, int Status, string Detail) : IResult
{
    /// <summary>The media type.</summary>
    public const string MediaType = "application/problem+json";

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext.Response, httpContext.RequestAborted);

    /// <summary>Answers a request with it.</summary>
    public async Task WriteAsync(HttpResponse response, CancellationToken cancel)
    {
        response.StatusCode = Status;
        response.ContentType = MediaType;
        await response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(this, ProblemJson.Default.Problem), cancel);
    }
}

/// <summary>Its JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ProblemJson : JsonSerializerContext;
