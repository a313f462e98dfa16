using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using BootService.Contracts;

namespace BootService.Cli.Daemon;

/// <summary>
/// A call as the body of a request. Its files are quoted piece by piece while they are sent, and once before to count: a text of a hundred megabytes is not
/// held a second time.
/// </summary>
internal sealed class CallContent : HttpContent
{
    private const int Piece = 1 << 16;

    private readonly CommandRequest _request;
    private readonly long _length;

    private CallContent(CommandRequest request, long length)
    {
        (_request, _length) = (request, length);
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    /// <summary>The body of a call.</summary>
    public static async Task<CallContent> OfAsync(CommandRequest request, CancellationToken cancel) =>
        new(request, await WriteAsync(request, Stream.Null, cancel));

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        WriteAsync(_request, stream, cancellationToken);

    /// <summary>Writes a call as JSON.</summary>
    /// <returns>How many octets it has.</returns>
    private static async Task<long> WriteAsync(CommandRequest request, Stream to, CancellationToken cancel)
    {
        await using var json = new Utf8JsonWriter(to, new JsonWriterOptions { Encoder = CommandJson.Plain.Options.Encoder });
        json.WriteStartObject();
        foreach (var member in JsonSerializer.SerializeToElement(request with { Files = null }, CommandJson.Plain.CommandRequest).EnumerateObject())
        {
            member.WriteTo(json);
        }

        if (request.Files is { } files)
        {
            json.WriteStartObject(CommandRequest.FilesName);
            foreach (var (path, text) in files)
            {
                json.WritePropertyName(path);
                for (var at = 0; at == 0 || at < text.Octets.Length; at += Piece)
                {
                    var piece = text.Octets[at..Math.Min(at + Piece, text.Octets.Length)];
                    json.WriteStringValueSegment(piece.Span, isFinalSegment: at + piece.Length == text.Octets.Length);
                    await json.FlushAsync(cancel);
                }
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        await json.FlushAsync(cancel);
        return json.BytesCommitted;
    }
}
