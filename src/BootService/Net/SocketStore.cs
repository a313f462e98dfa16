using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BootService.Net;

/// <summary>
/// Listening sockets that outlive a restart: systemd keeps them while the daemon is away, and whoever knocks meanwhile waits in their queue for the next one
/// instead of being refused, which firmware and loaders take for the end.
/// </summary>
/// <remarks>
/// sd_notify(3), <c>FDSTORE=1</c>; sd_listen_fds(3); <c>FileDescriptorStoreMax=</c> of the unit. Without systemd nothing is kept. A stop, other than a
/// restart, has systemd close them. For one thread at a time.
/// </remarks>
internal sealed class SocketStore : IDisposable
{
    private const int FirstDescriptor = 3;

    private readonly string? _manager;
    private readonly List<Socket> _inherited;

    /// <summary>Makes a store.</summary>
    /// <param name="manager">The socket of the service manager, a path or <c>@</c> and an abstract name; null without one.</param>
    /// <param name="inherited">What it kept; taken over.</param>
    public SocketStore(string? manager, IEnumerable<Socket> inherited) => (_manager, _inherited) = (manager, [.. inherited]);

    /// <summary>Takes what systemd handed to this process, by its environment.</summary>
    public static SocketStore FromSystemd()
    {
        var mine = Environment.GetEnvironmentVariable("LISTEN_PID") == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var count = mine && int.TryParse(Environment.GetEnvironmentVariable("LISTEN_FDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var handed)
            ? handed
            : 0;
        var sockets = new List<Socket>();
        for (var descriptor = FirstDescriptor; descriptor < FirstDescriptor + count; descriptor++)
        {
            LinuxSockets.CloseOnExec(descriptor);
            if (Adopt(descriptor) is { } socket)
            {
                sockets.Add(socket);
            }
        }

        // Programs that we start are not meant.
        foreach (var name in (string[])["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"])
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        return new SocketStore(Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is { Length: > 0 } path ? path : null, sockets);
    }

    /// <summary>Whether a socket was kept for an address.</summary>
    public bool Has(EndPoint at) => Find(at) is not null;

    /// <summary>Takes the socket that was kept for an address; null when there is none. It listens, and is the caller's.</summary>
    public Socket? Take(EndPoint at)
    {
        var found = Find(at);
        if (found is not null)
        {
            _inherited.Remove(found);
        }

        return found;
    }

    /// <summary>Has a listening socket kept from now on, until the service is stopped.</summary>
    /// <returns>Whether somebody keeps it.</returns>
    public bool Keep(Socket listening) => Tell($"FDSTORE=1\nFDNAME={NameOf(listening.LocalEndPoint!)}\n", (int)listening.Handle);

    /// <summary>Has nobody keep a socket any more: who knocks there is refused once we have closed it.</summary>
    public void Forget(EndPoint at) => Tell($"FDSTOREREMOVE=1\nFDNAME={NameOf(at)}\n", null);

    /// <summary>Closes what was kept and nobody took: the address, or the port, is another one now. Called once all listeners are bound.</summary>
    public void ForgetTheRest()
    {
        foreach (var unwanted in _inherited)
        {
            Forget(unwanted.LocalEndPoint!);
        }

        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inherited.ForEach(socket => socket.Dispose());
        _inherited.Clear();
    }

    private Socket? Find(EndPoint at) => at is not IPEndPoint wanted ? null
        : _inherited.Find(socket => socket.LocalEndPoint is IPEndPoint bound && bound.Port == wanted.Port && bound.Address.Equals(wanted.Address));

    // A colon parts names from each other there.
    private static string NameOf(EndPoint at) => "http-" + at.ToString()!.Replace(':', '-');

    private static Socket? Adopt(int descriptor)
    {
        var handle = new SafeSocketHandle(descriptor, ownsHandle: true);
        try
        {
            var socket = new Socket(handle);
            if (socket is { SocketType: SocketType.Stream, LocalEndPoint: IPEndPoint })
            {
                return socket;
            }

            socket.Dispose();
        }
        catch (SocketException)
        {
            handle.Dispose();
        }

        return null;
    }

    private unsafe bool Tell(string text, int? descriptor)
    {
        if (_manager is null)
        {
            return false;
        }

        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(_manager.StartsWith('@') ? "\0" + _manager[1..] : _manager));
            var octets = Encoding.ASCII.GetBytes(text);
            const int SpaceForOne = 24; // CMSG_SPACE(sizeof(int))
            var control = stackalloc byte[SpaceForOne];
            fixed (byte* start = octets)
            {
                var vector = new LinuxSockets.Vector { Start = (nint)start, Length = (nuint)octets.Length };
                var message = new LinuxSockets.MultiMessage { Header = new LinuxSockets.Message { Vectors = &vector, VectorCount = 1 } };
                if (descriptor is { } handed)
                {
                    *(LinuxSockets.ControlHeader*)control = new LinuxSockets.ControlHeader
                    {
                        Length = (nuint)(sizeof(LinuxSockets.ControlHeader) + sizeof(int)),
                        Level = LinuxSockets.SolSocket,
                        Type = LinuxSockets.ScmRights,
                    };
                    *(int*)(control + sizeof(LinuxSockets.ControlHeader)) = handed;
                    (message.Header.Control, message.Header.ControlLength) = ((nint)control, SpaceForOne);
                }

                return LinuxSockets.SendMany((int)socket.Handle, &message, 1, LinuxSockets.NoSignal) == 1;
            }
        }
        catch (SocketException)
        {
            // Nobody keeps it then; a restart is what it was without a store.
            return false;
        }
    }
}
