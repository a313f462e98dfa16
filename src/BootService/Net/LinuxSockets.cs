using System.Runtime.InteropServices;

namespace BootService.Net;

/// <summary>The system calls of the datagram layer, and their structures as 64-bit Linux lays them out.</summary>
internal static unsafe partial class LinuxSockets
{
    public const int InterNetwork = 2;
    public const int SolSocket = 1;
    public const int ScmRights = 1;
    public const int SolUdp = 17;
    public const int SolIp = 0;
    public const int SoReuseAddress = 2;
    public const int SoReusePort = 15;
    public const int SoBindToDevice = 25;
    public const int SoSendBufferForce = 32;
    public const int SoReceiveBufferForce = 33;
    public const int SoReceiveQueueOverflow = 40;
    public const int SoTimestampNanoseconds = 35;
    public const int SoMemoryInformation = 55;
    public const int MemoryInformationLength = 9;
    public const int UdpSegment = 103;
    public const int IpPacketInfo = 8;
    public const int MessageTruncated = 0x20;
    public const int DontWait = 0x40;
    public const short PollIn = 1;
    public const short PollOut = 4;
    public const int Interrupted = 4;
    public const int InputOutputError = 5;
    public const int TryAgain = 11;
    public const int NoSignal = 0x4000;
    public const int InvalidArgument = 22;
    public const int NoSystemCall = 38;
    public const int MessageTooLong = 90;

    /// <summary>Has a descriptor end with this program: none that it starts gets it.</summary>
    public static void CloseOnExec(int descriptor)
    {
        const int SetDescriptorFlags = 2;
        const int CloseOnExecFlag = 1;
        _ = Control(descriptor, SetDescriptorFlags, CloseOnExecFlag);
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, int value);

    /// <summary>Asks for so many octets of receive buffer, beyond rmem_max where the process may.</summary>
    public static void GrowReceiveBuffer(int descriptor, int octets) =>
        _ = SetOption(descriptor, SolSocket, SoReceiveBufferForce, &octets, sizeof(int));

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(int descriptor, int level, int name, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int ReceiveMany(int descriptor, MultiMessage* messages, uint count, int flags, nint timeout);

    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    public static partial int SendMany(int descriptor, MultiMessage* messages, uint count, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventDescriptor(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, void* bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, void* bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EventQueue(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int ChangeEvents(int queue, int change, int descriptor, void* what);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int WaitForEvents(int queue, void* room, int count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    public static partial int Accept(SafeHandle listener, InternetAddress* peer, uint* length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(SafeHandle socket, byte* room, nuint count, int flags);

    [LibraryImport("libc", EntryPoint = "shutdown", SetLastError = true)]
    public static partial int ShutDown(SafeHandle socket, int how);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(SafeHandle socket, int level, int name, int* value, uint length);

    /// <summary><c>struct iovec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Vector
    {
        public nint Start;
        public nuint Length;
    }

    /// <summary><c>struct msghdr</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Message
    {
        public nint Name;
        public uint NameLength;
        public Vector* Vectors;
        public nuint VectorCount;
        public nint Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary><c>struct mmsghdr</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MultiMessage
    {
        public Message Header;
        public uint Length;
    }

    /// <summary><c>struct sockaddr_in</c>; port and address are in network order.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct InternetAddress
    {
        public ushort Family;
        public ushort NetworkPort;
        public uint NetworkAddress;
        public ulong Zero;
    }

    /// <summary><c>struct cmsghdr</c>; its data follows, each entry padded to eight bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ControlHeader
    {
        public nuint Length;
        public int Level;
        public int Type;
    }

    /// <summary><c>struct in_pktinfo</c>; addresses in network order.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PacketInformation
    {
        public int InterfaceIndex;
        public uint SpecificDestination;
        public uint HeaderAddress;
    }

    /// <summary><c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Descriptor;
        public short Wanted;
        public short Happened;
    }
}
