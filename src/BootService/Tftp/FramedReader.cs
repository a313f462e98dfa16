using System.Runtime.InteropServices;
using BootService.Files;
using BootService.Net;
using BootService.Protocols.Tftp;
using Microsoft.Win32.SafeHandles;

namespace BootService.Tftp;

/// <summary>Reads a stretch of a file straight into DATA packets: headers are written, content lands between them with one system call.</summary>
/// <remarks>Reading, not mapping: a mapped file that shrinks would end the process.</remarks>
internal static unsafe class FramedReader
{
    /// <summary>Most blocks read at once (IOV_MAX is 1,024).</summary>
    public const int MaxBlocks = 512;

    /// <summary>Reads blocks into place.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="offset">Where its content begins in the file.</param>
    /// <param name="framing">The framing of the content.</param>
    /// <param name="first">Number of the first block.</param>
    /// <param name="count">Blocks, at most <see cref="MaxBlocks"/>.</param>
    /// <param name="destination">Room for the framed blocks.</param>
    /// <returns>False when the file ends too early or cannot be read.</returns>
    public static bool TryRead(SafeFileHandle file, long offset, TftpFraming framing, long first, int count, byte* destination)
    {
        var vectors = stackalloc LinuxSockets.Vector[MaxBlocks];
        for (var block = 0; block < count; block++)
        {
            var at = destination + ((long)block * framing.Stride);
            _ = TftpWriter.DataHeader(new Span<byte>(at, TftpPacket.HeaderLength), first + block);
            vectors[block] = new LinuxSockets.Vector { Start = (nint)(at + TftpPacket.HeaderLength), Length = (nuint)framing.BlockSize };
        }

        var wanted = framing.ContentOf(first, count);
        vectors[count - 1].Length = (nuint)(wanted - ((long)(count - 1) * framing.BlockSize));
        return TryFill(file, offset + ((first - 1) * framing.BlockSize), vectors, count, wanted);
    }

    private static bool TryFill(SafeFileHandle file, long at, LinuxSockets.Vector* vectors, int count, long wanted)
    {
        while (wanted > 0)
        {
            var got = LinuxFiles.ReadInto(file, vectors, count, at);
            if (got < 0 && Marshal.GetLastPInvokeError() is LinuxFiles.Interrupted)
            {
                continue;
            }

            if (got <= 0)
            {
                return false;
            }

            wanted -= got;
            at += got;
            for (var rest = got; rest > 0 && wanted > 0;)
            {
                var step = Math.Min(rest, (nint)vectors->Length);
                vectors->Start += step;
                vectors->Length -= (nuint)step;
                rest -= step;
                if (vectors->Length == 0)
                {
                    vectors++;
                    count--;
                }
            }
        }

        return true;
    }
}
