using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using BootService.Firmware.Http;
using BootService.Protocols.Net;

namespace BootService.Firmware.Running;

/// <summary>A machine's TCP connections: one at a time, used again as long as it is for the same server, as firmware does after HEAD.</summary>
/// <param name="own">The address to speak from.</param>
/// <param name="patience">How long a silent server is waited for.</param>
internal sealed class HttpConnections(Ipv4 own, TimeSpan patience) : IDisposable
{
    private readonly byte[] _room = new byte[64 << 10];
    private Socket? _socket;
    private string _peer = string.Empty;

    /// <summary>Asks, and reads the answer to its end. The caller disposes it.</summary>
    public HttpAnswer Ask(HttpDialect dialect, string url, bool head, CancellationToken cancel)
    {
        var answer = new HttpAnswer(url, head);
        if (!TryRead(url, out var server, out var port, out var path))
        {
            answer.Refuse($"{url} is no URL that firmware can fetch");
            return answer;
        }

        var kept = _socket is not null && _peer == $"{server}:{port}";
        try
        {
            Exchange(dialect, answer, server, port, path, head, cancel);
        }
        catch (SocketException broken)
        {
            Drop();
            if (kept && answer.Status == 0)
            {
                // The server had closed the connection we kept; firmware opens another.
                return Ask(dialect, url, head, cancel);
            }

            answer.Refuse(broken.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock
                ? $"{server} port {port} was silent for {patience.TotalSeconds:0} seconds"
                : $"{server} port {port} cannot be reached ({broken.Message})");
        }

        return answer;
    }

    public void Dispose() => Drop();

    private static bool TryRead(string url, out Ipv4 server, out int port, out string path)
    {
        const string Scheme = "http://";
        (server, port, path) = (default, 80, "/");
        if (!url.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var rest = url[Scheme.Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        path = slash < 0 ? "/" : rest[slash..];
        var authority = slash < 0 ? rest : rest[..slash];
        var colon = authority.IndexOf(':', StringComparison.Ordinal);
        return (colon < 0 || (int.TryParse(authority[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port)
                && port is > 0 and <= IPEndPoint.MaxPort))
            && Ipv4.TryParse(colon < 0 ? authority : authority[..colon], null, out server);
    }

    private void Exchange(HttpDialect dialect, HttpAnswer answer, Ipv4 server, int port, string path, bool head, CancellationToken cancel)
    {
        var socket = Connect(server, port);
        var request = new StringBuilder(
            $"{(head ? "HEAD" : "GET")} {path} HTTP/1.1\r\nHost: {server}{(port == 80 ? string.Empty : $":{port}")}\r\nUser-Agent: {dialect.UserAgent}\r\n");
        foreach (var line in dialect.Headers)
        {
            request.Append(line).Append("\r\n");
        }

        socket.Send(Encoding.ASCII.GetBytes(request.Append("\r\n").ToString()));
        while (!answer.IsOver)
        {
            cancel.ThrowIfCancellationRequested();
            var length = socket.Receive(_room);
            if (length == 0)
            {
                if (answer.Status == 0)
                {
                    throw new SocketException((int)SocketError.ConnectionReset);
                }

                answer.Closed();
            }

            answer.Take(_room.AsSpan(0, length));
        }

        if (!answer.KeepsAlive || answer.File is null)
        {
            Drop();
        }
    }

    private Socket Connect(Ipv4 server, int port)
    {
        var peer = $"{server}:{port}";
        if (_socket is { } kept && _peer == peer)
        {
            return kept;
        }

        Drop();
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = (int)patience.TotalMilliseconds,
            SendTimeout = (int)patience.TotalMilliseconds,
        };
        socket.Bind(new IPEndPoint(IPAddress.Parse(own.ToString()), 0));
        _socket = socket;
        _peer = peer;
        socket.Connect(new IPEndPoint(IPAddress.Parse(server.ToString()), port));
        return socket;
    }

    private void Drop()
    {
        _socket?.Dispose();
        _socket = null;
    }
}
