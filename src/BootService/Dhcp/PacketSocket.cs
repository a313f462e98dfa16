using System.Buffers.Binary;
using System.Runtime.InteropServices;
using BootService.Net;
using BootService.Protocols.Net;

namespace BootService.Dhcp;

/// <summary>A socket for whole Ethernet frames on one interface (packet(7)). Needs CAP_NET_RAW.</summary>
internal sealed unsafe partial class PacketSocket : IDisposable
{
    private const int PacketFamily = 17;
    private const int RawCloseOnExec = 0x80003;
    private const int SocketLevel = 1;
    private const int ReceiveTimeout = 20;

    private readonly int _descriptor;
    private bool _disposed;

    private PacketSocket(int descriptor) => _descriptor = descriptor;

    /// <summary>The descriptor, valid until disposal.</summary>
    public int Descriptor => _descriptor;

    /// <summary>Opens a socket.</summary>
    /// <param name="card">The interface.</param>
    /// <param name="receives">The frames it receives; null for a socket that only sends.</param>
    /// <param name="patience">How long a receive waits.</param>
    /// <param name="why">The kernel's reason when it refuses.</param>
    /// <returns>Null when the kernel refuses.</returns>
    public static PacketSocket? TryOpen(string card, EtherType? receives, TimeSpan patience, out string? why)
    {
        why = null;
        var index = IndexOf(card);
        var protocol = receives is { } type ? BinaryPrimitives.ReverseEndianness((ushort)type) : (ushort)0;
        var descriptor = index == 0 ? -1 : Socket(PacketFamily, RawCloseOnExec, protocol);
        if (descriptor < 0)
        {
            why = Marshal.GetLastPInvokeErrorMessage();
            return null;
        }

        var socket = new PacketSocket(descriptor);
        var address = new LinkAddress { Family = PacketFamily, Protocol = protocol, Index = (int)index };
        long* wait = stackalloc long[] { (long)patience.TotalSeconds, patience.Microseconds + (patience.Milliseconds * 1000L) };
        if (Bind(descriptor, &address, (uint)sizeof(LinkAddress)) != 0 || SetOption(descriptor, SocketLevel, ReceiveTimeout, wait, 2 * sizeof(long)) != 0)
        {
            why = Marshal.GetLastPInvokeErrorMessage();
            socket.Dispose();
            return null;
        }

        return socket;
    }

    /// <summary>
    /// Lets the kernel pass up nothing but UDP to a port, so that a busy wire costs nothing. Frames that came before are still there to be taken.
    /// </summary>
    /// <returns>Whether the kernel took the filter; without it more is received than is wanted.</returns>
    public bool TakeOnlyUdpTo(ushort port)
    {
        const int AttachFilter = 26;

        // BPF over an Ethernet frame: UDP, no later fragment, and the port behind a header of whichever length.
        ReadOnlySpan<BpfInstruction> program =
        [
            new(0x30, 23), new(0x15, 17, 0, 6), new(0x28, 20), new(0x45, 0x1FFF, 4, 0), new(0xB1, 14), new(0x48, 16), new(0x15, port, 0, 1),
            new(0x06, 0xFFFF), new(0x06, 0),
        ];
        fixed (BpfInstruction* start = program)
        {
            var whole = new BpfProgram { Length = (ushort)program.Length, Start = start };
            return SetOption(_descriptor, SocketLevel, AttachFilter, &whole, (uint)sizeof(BpfProgram)) == 0;
        }
    }

    /// <summary>Takes a frame.</summary>
    /// <param name="frame">Receives it.</param>
    /// <param name="wait">Whether to wait for one, as long as the socket's patience.</param>
    /// <returns>Its octets; 0 when none came.</returns>
    public int Receive(Span<byte> frame, bool wait = true)
    {
        fixed (byte* start = frame)
        {
            return (int)Math.Max(0, Receive(_descriptor, start, (nuint)frame.Length, wait ? 0 : LinuxSockets.DontWait));
        }
    }

    /// <summary>Sends a whole frame.</summary>
    /// <returns>Whether the kernel took it.</returns>
    public bool Send(ReadOnlySpan<byte> frame)
    {
        fixed (byte* start = frame)
        {
            return Send(_descriptor, start, (nuint)frame.Length, 0) == frame.Length;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _ = LinuxSockets.Close(_descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static partial int Bind(int descriptor, LinkAddress* address, uint length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(int descriptor, int level, int name, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(int descriptor, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(int descriptor, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "if_nametoindex", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial uint IndexOf(string card);

    /// <summary><c>struct sock_filter</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct BpfInstruction(ushort code, uint operand, byte ifTrue = 0, byte ifFalse = 0)
    {
        private readonly ushort _code = code;
        private readonly byte _ifTrue = ifTrue;
        private readonly byte _ifFalse = ifFalse;
        private readonly uint _operand = operand;
    }

    /// <summary><c>struct sock_fprog</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct BpfProgram
    {
        public ushort Length;
        public BpfInstruction* Start;
    }

    /// <summary><c>struct sockaddr_ll</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct LinkAddress
    {
        public ushort Family;
        public ushort Protocol;
        public int Index;
        public ushort HardwareType;
        public byte PacketType;
        public byte AddressLength;
        public ulong Address;
    }
}
