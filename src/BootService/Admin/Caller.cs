using System.Net.Sockets;
using System.Runtime.InteropServices;
using BootService.Core.Audits;
using Microsoft.AspNetCore.Connections.Features;

namespace BootService.Admin;

/// <summary>Who is at the other end of the admin's side.</summary>
internal static partial class Caller
{
    // SOL_SOCKET and SO_PEERCRED of Linux: the kernel's word on who connected, which the caller cannot choose (unix(7)).
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;

    private const int LongestEntry = 16 << 10;

    /// <summary>The author of what a request changes.</summary>
    public static Author Of(HttpContext context) => context.Features.Get<Author>() ?? Of(context.Features.Get<IConnectionSocketFeature>()?.Socket);

    /// <summary>The user at the other end of a Unix socket.</summary>
    public static Author Of(Socket? socket)
    {
        // pid, uid and gid, 32 bits each.
        Span<uint> credentials = stackalloc uint[3];
        if (socket is not { AddressFamily: AddressFamily.Unix }
            || socket.GetRawSocketOption(SocketLevel, PeerCredentials, MemoryMarshal.AsBytes(credentials)) != 12)
        {
            return new Author("unknown", "socket");
        }

        return new Author(NameOf(credentials[1]) ?? $"uid {credentials[1]}", "socket") { Uid = credentials[1] };
    }

    /// <summary>The name of a user, wherever this machine's users are kept; null when the number has none.</summary>
    private static unsafe string? NameOf(uint uid)
    {
        var entry = stackalloc byte[128];
        var room = new byte[LongestEntry];
        fixed (byte* texts = room)
        {
            nint found;

            // The name is the first pointer of struct passwd.
            return UserOf(uid, entry, texts, (nuint)room.Length, &found) == 0 && found != 0 ? Marshal.PtrToStringUTF8(*(nint*)entry) : null;
        }
    }

    [LibraryImport("libc", EntryPoint = "getpwuid_r")]
    private static unsafe partial int UserOf(uint uid, byte* entry, byte* texts, nuint length, nint* found);
}
