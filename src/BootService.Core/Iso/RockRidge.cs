using System.Buffers.Binary;
using System.Text;

namespace BootService.Core.Iso;

/// <summary>
/// What Rock Ridge says of one record (IEEE P1282 over SUSP, P1281), gathered entry by entry from its system use area and the areas that continue it.
/// </summary>
internal sealed class RockRidge
{
    private const int MostNameBytes = 255;
    private const int MostTargetBytes = 4096;

    private readonly List<byte> _name = [];
    private readonly List<byte> _target = [];
    private bool _inPart;

    /// <summary>The name in UTF-8; empty when there is none.</summary>
    public ReadOnlySpan<byte> Name => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_name);

    /// <summary>Type and permission bits; null when the disc keeps none.</summary>
    public int? Mode { get; private set; }

    /// <summary>Where a symbolic link leads; null for anything else.</summary>
    public string? Target => IsLink ? Encoding.UTF8.GetString([.. _target]) : null;

    public bool IsLink { get; private set; }

    /// <summary>A folder that was moved to the top to keep the tree shallow; it is found from where it belongs.</summary>
    public bool IsRelocated { get; private set; }

    /// <summary>A record that stands for a folder elsewhere: the block of that folder.</summary>
    public long? ChildBlock { get; private set; }

    /// <summary>The content is compressed (zisofs).</summary>
    public bool IsCompressed { get; private set; }

    /// <summary>Where the area goes on; null when it ends here.</summary>
    public (long Block, int Offset, int Length)? Continuation { get; private set; }

    public bool IsMalformed { get; private set; }

    /// <summary>Whether the area of the root's own record announces SUSP, and how many bytes to pass over in every other.</summary>
    public static bool IsAnnounced(ReadOnlySpan<byte> rootArea, out int skip)
    {
        // CD-ROM XA discs put their own 14 bytes before it.
        foreach (var start in (ReadOnlySpan<int>)[0, 14])
        {
            if (rootArea.Length >= start + 7 && rootArea.Slice(start, 2).SequenceEqual("SP"u8) && rootArea[start + 4] == 0xBE && rootArea[start + 5] == 0xEF)
            {
                skip = rootArea[start + 6];
                return true;
            }
        }

        skip = 0;
        return false;
    }

    /// <summary>Takes the entries of one area.</summary>
    public void Take(ReadOnlySpan<byte> area)
    {
        Continuation = null;
        while (area.Length >= 4 && area[2] is var length && length >= 4 && length <= area.Length)
        {
            if (area[..2].SequenceEqual("ST"u8))
            {
                return;
            }

            TakeEntry(area[..2], area[4..length]);
            area = area[length..];
        }
    }

    private void TakeEntry(ReadOnlySpan<byte> signature, ReadOnlySpan<byte> body)
    {
        if (signature.SequenceEqual("NM"u8) && body.Length >= 1)
        {
            TakeName(body);
        }
        else if (signature.SequenceEqual("PX"u8) && body.Length >= 4)
        {
            Mode = (int)BinaryPrimitives.ReadUInt32LittleEndian(body);
        }
        else if (signature.SequenceEqual("SL"u8) && body.Length >= 1)
        {
            TakeTarget(body[1..]);
        }
        else if (signature.SequenceEqual("CE"u8) && body.Length >= 24)
        {
            TakeContinuation(body);
        }
        else if (signature.SequenceEqual("CL"u8) && body.Length >= 4)
        {
            ChildBlock = BinaryPrimitives.ReadUInt32LittleEndian(body);
        }
        else
        {
            IsRelocated |= signature.SequenceEqual("RE"u8);
            IsCompressed |= signature.SequenceEqual("ZF"u8);
        }
    }

    private void TakeContinuation(ReadOnlySpan<byte> body)
    {
        var (offset, length) = (BinaryPrimitives.ReadUInt32LittleEndian(body[8..]), BinaryPrimitives.ReadUInt32LittleEndian(body[16..]));
        if (Continuation is not null || offset > IsoImage.SectorSize || length > IsoImage.SectorSize)
        {
            IsMalformed = true;
            return;
        }

        Continuation = (BinaryPrimitives.ReadUInt32LittleEndian(body), (int)offset, (int)length);
    }

    private void TakeName(ReadOnlySpan<byte> body)
    {
        // Flags 2 and 4 mean "." and "..": no entry of a folder is called so.
        IsMalformed |= (body[0] & 0x06) != 0 || _name.Count + body.Length - 1 > MostNameBytes;
        if (!IsMalformed)
        {
            _name.AddRange(body[1..]);
        }
    }

    /// <summary>Component records: flags, length, text. A part that goes on in the next record has flag 1.</summary>
    private void TakeTarget(ReadOnlySpan<byte> parts)
    {
        IsLink = true;
        while (parts.Length >= 2 && 2 + parts[1] <= parts.Length)
        {
            var flags = parts[0];
            var text = parts.Slice(2, parts[1]);
            if (!_inPart && _target.Count > 0 && _target[^1] != (byte)'/')
            {
                _target.Add((byte)'/');
            }

            _target.AddRange(flags switch
            {
                _ when (flags & 2) != 0 => "."u8,
                _ when (flags & 4) != 0 => ".."u8,
                _ when (flags & 8) != 0 => "/"u8,
                _ => text,
            });
            _inPart = (flags & 1) != 0;
            parts = parts[(2 + parts[1])..];
            if (_target.Count > MostTargetBytes)
            {
                IsMalformed = true;
                return;
            }
        }

        IsMalformed |= !parts.IsEmpty;
    }
}
