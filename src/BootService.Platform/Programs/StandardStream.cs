using System.Runtime.InteropServices;
using System.Text;
using BootService.Platform.Files;

namespace BootService.Platform.Programs;

/// <summary>Whoever read what a program writes has gone, as <c>head</c> does when it has seen enough.</summary>
public sealed class ReaderGoneException() : IOException("nobody reads any more");

/// <summary>Standard output or standard error as the kernel has them.</summary>
/// <remarks>
/// The framework's own set a screen to send other codes for the keys of its number pad, and never set it back; and they take what nobody reads any more for
/// written, so that what goes on for ever never ends.
/// </remarks>
/// <param name="descriptor">1 or 2.</param>
public sealed partial class StandardStream(int descriptor) : Stream
{
    private const int Interrupted = 4;
    private const int BadDescriptor = 9;
    private const int TryAgain = 11;
    private const int BrokenPipe = 32;
    private const short Writable = 4;
    private const int WindowSize = 0x5413;
    private const int GetDescriptorFlags = 1;
    private const int ClosedOnStart = 1;
    private const int ReadAndWrite = 2;
    private const int CloseOnExec = 0x80000;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>
    /// Opens those of the three standard streams that whoever started this process has closed, on nothing. The next file or socket would have their numbers
    /// else, and what is said to a person would be written into it.
    /// </summary>
    public static void OpenClosed()
    {
        for (var standard = 0; standard <= 2; standard++)
        {
            // The kernel gives the lowest number that is free, and those below are open.
            if (LinuxCalls.FileControl(standard, GetDescriptorFlags, 0) < 0)
            {
                _ = LinuxCalls.Open("/dev/null", ReadAndWrite | CloseOnExec);
            }
        }
    }

    /// <summary>Whether this process was given a standard input when it was started.</summary>
    /// <remarks>
    /// What had its number before <see cref="OpenClosed"/> could take it is a file of the runtime's own, such as the kernel's random numbers, which never end.
    /// Such a file is closed when another program is started, and no stream that came with the start can be.
    /// </remarks>
    public static bool HasInput => (LinuxCalls.FileControl(0, GetDescriptorFlags, 0) & ClosedOnStart) == 0;

    /// <summary>Standard input; nothing where there is none.</summary>
    public static Stream OpenInput() => HasInput ? Console.OpenStandardInput() : Null;

    /// <summary>Writes a line, whole or not at all; the framework's own way wants a further file for it.</summary>
    /// <param name="descriptor">1 or 2.</param>
    /// <param name="line">The line.</param>
    /// <exception cref="ReaderGoneException">Nobody reads any more.</exception>
    /// <exception cref="IOException">It cannot be written: a disk is full, for example.</exception>
    public static void WriteLine(int descriptor, string line)
    {
        using var stream = new StandardStream(descriptor);
        stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
    }

    /// <summary>The columns and lines of the screen behind the stream; 0 where it has none.</summary>
    public (int Width, int Height) Size() => Control(descriptor, WindowSize, out var size) < 0 ? default : (size.Columns, size.Rows);

    /// <inheritdoc/>
    /// <exception cref="ReaderGoneException">Nobody reads any more.</exception>
    /// <exception cref="IOException">It cannot be written: a disk is full, for example.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var written = (int)WriteTo(descriptor, buffer, buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[written..];
                continue;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case Interrupted:
                    break;
                case TryAgain:
                    // Another program, such as ssh, may have set the stream that it shares with us to wait for nothing.
                    var wanted = new Polled { Descriptor = descriptor, Events = Writable };
                    _ = Poll(ref wanted, 1, -1);
                    break;
                case BadDescriptor:
                    // Closed by whoever started us, and taken since by a file that the runtime only reads: nobody wants to hear anything.
                    return;
                case BrokenPipe:
                    throw new ReaderGoneException();
                default:
                    throw new IOException(Marshal.GetLastPInvokeErrorMessage());
            }
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteTo(int descriptor, ReadOnlySpan<byte> octets, nint length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref Polled polled, nuint number, int milliseconds);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int descriptor, nuint request, out ScreenSize size);

    [StructLayout(LayoutKind.Sequential)]
    private struct Polled
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ScreenSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort AcrossPixels;
        public ushort DownPixels;
    }
}
