using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using BootService.Contracts;

namespace BootService.Cli.Daemon;

/// <summary>The daemon's admin socket: HTTP/1.1 over a Unix socket.</summary>
internal sealed class DaemonConnection(string path) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ConnectCallback = (_, cancel) => ConnectAsync(path, cancel) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public void Dispose() => _http.Dispose();

    /// <summary>Asks, and gives the answer's lines as they come.</summary>
    /// <exception cref="CliFault">Nobody answers, or nobody whom we know.</exception>
    public async Task<Stream> AskAsync(CommandRequest request, CancellationToken cancel)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request, CommandJson.Default.CommandRequest));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, "http://bootservice/v1/commands") { Content = content };
            var answer = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancel);
            if (answer.Content.Headers.ContentType?.MediaType != "application/x-ndjson")
            {
                throw new CliFault($"what answers at {path} is not bootservice (HTTP {(int)answer.StatusCode})");
            }

            return await answer.Content.ReadAsStreamAsync(cancel);
        }
        catch (HttpRequestException fault)
        {
            throw new CliFault(fault.InnerException is SocketException { SocketErrorCode: var code } ? WhyNot(code) : $"the daemon at {path} hung up without an answer");
        }
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (ArgumentOutOfRangeException)
        {
            socket.Dispose();
            throw new CliFault($"the path of a socket has at most 107 characters, and {path} has more");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private string WhyNot(SocketError code) => code switch
    {
        SocketError.AccessDenied => $"no permission for {path}: run stack as root or as a member of the group bootservice",
        SocketError.AddressNotAvailable or SocketError.ConnectionRefused => $"the daemon is not running (nobody answers at {path}): start it with \"systemctl start bootservice\", or say where it is with --socket",
        _ => $"cannot reach the daemon at {path} ({code})",
    };
}
