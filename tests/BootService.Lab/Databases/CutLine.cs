using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace BootService.Lab.Databases;

/// <summary>The way from one frontend to the server of the database, which a test can cut: what is on its way then is lost, and nobody is told.</summary>
public sealed class CutLine : IAsyncDisposable
{
    private const string Name = ".s.PGSQL.5432";

    private readonly string _server;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly ConcurrentBag<Socket> _open = [];
    private volatile TaskCompletionSource _whole = Done();

    /// <summary>Opens the way.</summary>
    /// <param name="server">The folder of the server's socket.</param>
    public CutLine(string server)
    {
        _server = server;
        Folder = Directory.CreateTempSubdirectory("bootservice-line-").FullName;
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(Folder, Name)));
        _listener.Listen();
        _ = AcceptAsync();
    }

    /// <summary>The folder of a socket that leads to the server.</summary>
    public string Folder { get; }

    /// <summary>How long everything takes on its way, in each direction.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>The major version that the server says it is, in two digits; null for what it is.</summary>
    public string? Major { get; set; }

    /// <summary>From now on nothing arrives, in either direction.</summary>
    public void Cut() => _whole = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>New connections arrive again; those from before the cut are closed.</summary>
    public void Mend()
    {
        while (_open.TryTake(out var socket))
        {
            socket.Dispose();
        }

        _whole.TrySetResult();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        Mend();
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptAsync();
                _open.Add(near);
                _ = LeadAsync(near);
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task LeadAsync(Socket near)
    {
        var far = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await _whole.Task;
            await far.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(_server, Name)));
            _open.Add(far);
            await Task.WhenAny(PumpAsync(near, far), PumpAsync(far, near));
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // One side has closed.
        }

        near.Dispose();
        far.Dispose();
    }

    // It says so once, in the first message to who has come in (postgresql.org/docs/current/protocol-flow.html, ParameterStatus).
    private void Rename(Span<byte> message)
    {
        var name = "server_version\0"u8;
        if (Major is { } major && message.IndexOf(name) is var at and >= 0)
        {
            Encoding.ASCII.GetBytes(major, message[(at + name.Length)..]);
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var room = new byte[16 << 10];
        try
        {
            while (await from.ReceiveAsync(room) is var length and > 0)
            {
                await _whole.Task;
                await Task.Delay(Delay, TimeProvider.System);
                Rename(room.AsSpan(0, length));
                await to.SendAsync(room.AsMemory(0, length));
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // As above.
        }
    }
}
