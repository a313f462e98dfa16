using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace BootService.Lab.Frontend;

/// <summary>The socket on which a service tells systemd how it is (sd_notify(3)), with a listener in systemd's place.</summary>
internal sealed class NotifySocket : IDisposable
{
    private const int LongestMessage = 4096;

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly ConcurrentQueue<string> _said = new();

    /// <summary>Listens.</summary>
    /// <param name="path">Where; any user may speak there.</param>
    public NotifySocket(string path)
    {
        Path = path;
        _socket.Bind(new UnixDomainSocketEndPoint(path));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite);
        _ = ListenAsync();
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Each line so far, in order.</summary>
    public IReadOnlyCollection<string> Said => _said;

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private async Task ListenAsync()
    {
        var room = new byte[LongestMessage];
        try
        {
            while (true)
            {
                var length = await _socket.ReceiveAsync(room);
                foreach (var line in Encoding.UTF8.GetString(room, 0, length).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                {
                    _said.Enqueue(line);
                }
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The lab is being taken down.
        }
    }
}
