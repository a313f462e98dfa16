using System.Buffers;
using BootService.Core;

namespace BootService.Media.Mirrors;

/// <summary>
/// Parts a list of packages (<c>primary</c>, <c>filelists</c>, <c>other</c>) into the elements of its packages, byte for byte as they are written:
/// what precedes the first, each of them, what follows the last.
/// </summary>
/// <param name="xml">The list, unpacked; read once, from its start to its end.</param>
/// <exception cref="InvalidDataException">Thrown while reading: it has comments or CDATA, whose text cannot be told from elements here, or an element does not
/// end.</exception>
internal sealed class PackageElements(Stream xml) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(256 << 10);
    private int _start;
    private int _end;
    private bool _ended;

    private static ReadOnlySpan<byte> Opening => "<package "u8;

    private static ReadOnlySpan<byte> Closing => "</package>"u8;

    /// <summary>Reads what precedes the first package; all of it when there is none.</summary>
    public ReadOnlySpan<byte> ReadHead()
    {
        for (var looked = 0; ;)
        {
            var at = Rest[looked..].IndexOf(Opening);
            if (at >= 0)
            {
                return Take(looked + at);
            }

            looked = Math.Max(0, Rest.Length - Opening.Length);
            if (!Fill())
            {
                return Take(Rest.Length);
            }
        }
    }

    /// <summary>Reads the next package; empty when there is none any more, and <see cref="ReadTail"/> reads what follows.</summary>
    public ReadOnlySpan<byte> ReadPackage()
    {
        while (Rest.TrimStart(" \t\r\n"u8).Length < Opening.Length && Fill())
        {
        }

        var blanks = Rest.Length - Rest.TrimStart(" \t\r\n"u8).Length;
        if (!Rest[blanks..].StartsWith(Opening))
        {
            return [];
        }

        _start += blanks;
        for (var looked = 0; ;)
        {
            var at = Rest[looked..].IndexOf(Closing);
            if (at >= 0)
            {
                var element = Take(looked + at + Closing.Length);
                return element.IndexOf("<!"u8) < 0 ? element : throw new InvalidDataException("a package has a comment or CDATA in it");
            }

            looked = Math.Max(0, Rest.Length - Closing.Length);
            if (!Fill())
            {
                throw new InvalidDataException("a package does not end");
            }
        }
    }

    /// <summary>Reads what follows the last package.</summary>
    public ReadOnlySpan<byte> ReadTail()
    {
        while (Fill())
        {
        }

        var tail = Take(Rest.Length);
        return tail.IndexOf(Opening) < 0 ? tail : throw new InvalidDataException("there is something between packages");
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private ReadOnlySpan<byte> Rest => _buffer.AsSpan(_start, _end - _start);

    private ReadOnlySpan<byte> Take(int length)
    {
        var taken = _buffer.AsSpan(_start, length);
        _start += length;
        return taken;
    }

    /// <summary>Reads on; what was not taken stays. False at the end.</summary>
    private bool Fill()
    {
        if (_ended)
        {
            return false;
        }

        if (_end == _buffer.Length)
        {
            MakeRoom();
        }

        var read = xml.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _ended = read == 0;
        return !_ended;
    }

    private void MakeRoom()
    {
        var left = _end - _start;
        if (left > MediaLimits.ElementBytes)
        {
            throw new InvalidDataException("a package is longer than any is");
        }

        var room = left > _buffer.Length / 2 ? ArrayPool<byte>.Shared.Rent(_buffer.Length * 2) : _buffer;
        Buffer.BlockCopy(_buffer, _start, room, 0, left);
        if (room != _buffer)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        (_buffer, _start, _end) = (room, 0, left);
    }
}
