using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using BootService.Contracts;

namespace BootService.Cli.Daemon;

/// <summary>
/// A call as the body of a request. Its files come behind it as they are, where the daemon says that it takes them so: a text of a hundred megabytes is neither
/// quoted nor held a second time.
/// </summary>
internal sealed class CallContent : HttpContent
{
    private readonly byte[] _call;
    private readonly ReadOnlyMemory<byte>[] _texts;

    /// <summary>The body of a call.</summary>
    /// <param name="request">The call.</param>
    /// <param name="isApart">Whether its files come behind it; else they are in it.</param>
    public CallContent(CommandRequest request, bool isApart)
    {
        var files = isApart ? request.Files?.ToArray() ?? [] : [];
        _texts = [.. files.Select(file => file.Value.Octets)];
        var call = JsonSerializer.SerializeToUtf8Bytes(
            files.Length == 0 ? request : request with { Files = null, Texts = [.. files.Select(file => new TextBehind(file.Key, file.Value.Octets.Length))] },
            CommandJson.Plain.CommandRequest);
        _call = files.Length == 0 ? call : [.. call, (byte)'\n'];
        Headers.ContentType = new MediaTypeHeaderValue(files.Length == 0 ? "application/json" : CommandRequest.WithTexts);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _call.Length + _texts.Sum(text => (long)text.Length);
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_call, cancellationToken);
        foreach (var text in _texts)
        {
            await stream.WriteAsync(text, cancellationToken);
        }
    }
}
