using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace BootService.Lab.Frontend;

/// <summary>The daemon's stream of boot events, as any dashboard reads it: server-sent events on the admin socket.</summary>
public static class EventFeed
{
    private const string DataField = "data:";

    /// <summary>Reads events as they happen, until the daemon ends or the caller cancels.</summary>
    /// <param name="socket">The daemon's admin socket.</param>
    /// <param name="cancel">Ends the reading without an exception.</param>
    public static async IAsyncEnumerable<JsonElement> ReadAsync(string socket, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var client = new HttpClient(Handler(socket)) { BaseAddress = new Uri("http://bootservice"), Timeout = Timeout.InfiniteTimeSpan };
        using var reader = new StreamReader(await client.GetStreamAsync(new Uri("/v1/events", UriKind.Relative), cancel));
        while (await NextLineAsync(reader, cancel) is { } line)
        {
            if (line.StartsWith(DataField, StringComparison.Ordinal))
            {
                using var json = JsonDocument.Parse(line[DataField.Length..]);
                yield return json.RootElement.Clone();
            }
        }
    }

    private static SocketsHttpHandler Handler(string socket) => new()
    {
        ConnectCallback = async (_, cancel) =>
        {
            var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancel);
                return new NetworkStream(connection, ownsSocket: true);
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        },
    };

    private static async Task<string?> NextLineAsync(StreamReader reader, CancellationToken cancel)
    {
        try
        {
            return await reader.ReadLineAsync(cancel);
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException)
        {
            return null;
        }
    }
}
