using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace BootService.Net;

/// <summary>Opens datagram sockets: batched system calls where the kernel has them, the framework's plain socket elsewhere.</summary>
internal static class DatagramSockets
{
    /// <summary>Opens and binds a socket.</summary>
    /// <exception cref="IOException">The port is taken, not allowed, or the address or interface is not this machine's; the message is a sentence that says
    /// what to do.</exception>
    public static IDatagramSocket Open(DatagramSocketOptions options)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            Configure(socket, options);
            return options.AllowBatching && CanBatch(socket)
                ? new BatchedDatagramSocket(socket, options)
                : new PlainDatagramSocket(socket, options);
        }
        catch (SocketException refused)
        {
            socket.Dispose();
            throw new IOException(Explain(options, refused), refused);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void Configure(Socket socket, DatagramSocketOptions options)
    {
        if (options.SharePort)
        {
            SetNumber(socket, LinuxSockets.SolSocket, LinuxSockets.SoReusePort, 1);
        }

        if (options.ShareAddress)
        {
            SetNumber(socket, LinuxSockets.SolSocket, LinuxSockets.SoReuseAddress, 1);
        }

        if (options.Interface is { } name)
        {
            socket.SetRawSocketOption(LinuxSockets.SolSocket, LinuxSockets.SoBindToDevice, Encoding.UTF8.GetBytes(name));
        }

        socket.EnableBroadcast = options.Broadcast;
        GrowBuffer(socket, LinuxSockets.SoReceiveBufferForce, SocketOptionName.ReceiveBuffer, options.BufferBytes);
        GrowBuffer(socket, LinuxSockets.SoSendBufferForce, SocketOptionName.SendBuffer, options.BufferBytes);
        socket.Bind(new UdpPeer(options.Address, options.Port).ToEndPoint());
        if (OperatingSystem.IsLinux())
        {
            TrySetNumber(socket, LinuxSockets.SolSocket, LinuxSockets.SoReceiveQueueOverflow, 1);
            if (options.WantWaited)
            {
                TrySetNumber(socket, LinuxSockets.SolSocket, LinuxSockets.SoTimestampNanoseconds, 1);
            }

            if (options.WantArrival)
            {
                SetNumber(socket, LinuxSockets.SolIp, LinuxSockets.IpPacketInfo, 1);
            }
        }
    }

    /// <summary>Asks the kernel for the batched calls and reads nothing: a machine without them says so (ENOSYS).</summary>
    private static unsafe bool CanBatch(Socket socket)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
        {
            return false;
        }

        var descriptor = (int)socket.Handle;
        return LinuxSockets.SendMany(descriptor, null, 0, 0) >= 0
            && (LinuxSockets.ReceiveMany(descriptor, null, 0, LinuxSockets.DontWait, 0) >= 0
                || Marshal.GetLastPInvokeError() is LinuxSockets.TryAgain);
    }

    /// <summary>The forced size passes rmem_max but needs CAP_NET_ADMIN; without it the most allowed is taken.</summary>
    private static void GrowBuffer(Socket socket, int forced, SocketOptionName plain, int bytes)
    {
        if (!OperatingSystem.IsLinux() || !TrySetNumber(socket, LinuxSockets.SolSocket, forced, bytes))
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, plain, bytes);
        }
    }

    /// <summary>What <see cref="IDatagramSocket.Queued"/> says (SO_MEMINFO).</summary>
    internal static int QueuedOf(Socket socket)
    {
        Span<int> memory = stackalloc int[LinuxSockets.MemoryInformationLength];
        try
        {
            return socket.GetRawSocketOption(LinuxSockets.SolSocket, LinuxSockets.SoMemoryInformation, MemoryMarshal.AsBytes(memory)) > 0 ? memory[0] : 0;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return 0; // an older kernel, or the daemon stops
        }
    }

    internal static bool TrySetNumber(Socket socket, int level, int name, int value)
    {
        try
        {
            SetNumber(socket, level, name, value);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static void SetNumber(Socket socket, int level, int name, int value) =>
        socket.SetRawSocketOption(level, name, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value)));

    private static string Explain(DatagramSocketOptions options, SocketException refused)
    {
        var where = $"UDP port {options.Port} of {options.Address}{(options.Interface is { } name ? $" on {name}" : "")}";
        return refused.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => $"{where} is in use by another program; stop it (ss -lunp names it)",
            SocketError.AccessDenied => $"{where} may not be opened; run as root or with CAP_NET_BIND_SERVICE and CAP_NET_RAW",
            SocketError.AddressNotAvailable => $"{where} cannot be opened: this machine has no such address; see ip address",
            _ => $"{where} cannot be opened: {refused.Message}",
        };
    }
}
