using System.Buffers.Binary;

namespace BootService.Lab.Traffic;

/// <summary>A file of tcpdump's, little-endian as this computer writes it.</summary>
internal static class CaptureFile
{
    private const int FileHeaderLength = 24;
    private const int PacketHeaderLength = 16;

    /// <summary>
    /// Takes note of one frame: nanoseconds of the clock (where tcpdump was given <c>--time-stamp-precision=nano</c>), its beginning, the octets it had.
    /// </summary>
    public delegate void Observer(long nanoseconds, ReadOnlySpan<byte> frame, int length);

    /// <summary>Shows every frame, in their order. A last frame that was cut off is not one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kept">The most octets kept of a frame (tcpdump's <c>-s</c>).</param>
    /// <param name="observe">Who looks.</param>
    public static async Task ReadAsync(string path, int kept, Observer observe)
    {
        await using var file = new BufferedStream(File.OpenRead(path), 1 << 20);
        var header = new byte[FileHeaderLength];
        var frame = new byte[kept];
        await file.ReadExactlyAsync(header);
        while (await file.ReadAtLeastAsync(header.AsMemory(0, PacketHeaderLength), PacketHeaderLength, throwOnEndOfStream: false) == PacketHeaderLength)
        {
            var seconds = BinaryPrimitives.ReadUInt32LittleEndian(header);
            var nanoseconds = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4));
            var length = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8));
            if (await file.ReadAtLeastAsync(frame.AsMemory(0, length), length, throwOnEndOfStream: false) < length)
            {
                return;
            }

            observe((seconds * 1_000_000_000L) + nanoseconds, frame.AsSpan(0, length), BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(12)));
        }
    }
}
