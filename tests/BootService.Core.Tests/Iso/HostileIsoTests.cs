using System.Buffers.Binary;
using System.Text;
using BootService.Core.Iso;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Iso;

/// <summary>Images that were cut, broken or made to harm.</summary>
public sealed class HostileIsoTests : IDisposable
{
    private readonly Discs _discs = new();
    private readonly byte[] _image;

    public HostileIsoTests()
    {
        var tree = Directory.CreateDirectory(Path.Combine(_discs.Folder, "small")).FullName;
        Directory.CreateDirectory(Path.Combine(tree, "inner/within"));
        File.WriteAllText(Path.Combine(tree, "inner/file"), new string('x', 5000));
        File.WriteAllText(Path.Combine(tree, "other"), "other");
        File.CreateSymbolicLink(Path.Combine(tree, "link"), "inner/file");
        _image = File.ReadAllBytes(_discs.Make(tree, "-R", "-no-pad"));
    }

    public void Dispose() => _discs.Dispose();

    [Fact]
    public void Something_else_is_no_image()
    {
        Assert.Equal(IsoFaultKind.NotIso, Discs.Read([]).Fault!.Kind);
        Assert.Equal(IsoFaultKind.NotIso, Discs.Read(new byte[1 << 20]).Fault!.Kind);
        Assert.Equal("is no ISO 9660 image", Discs.Read(Encoding.ASCII.GetBytes("#!/bin/sh\n")).Fault!.ToString());
    }

    [Fact]
    public void An_image_cut_anywhere_is_a_fault_or_whole()
    {
        var whole = Discs.Good(_image).Entries;
        var end = whole.Max(entry => entry.Offset + entry.Length);
        for (var length = 0; length < _image.Length; length += 1024)
        {
            var (fault, image) = Discs.Read(_image[..length]);
            Assert.Equal(fault is null, image is not null);
            Assert.True(length >= end || fault!.Kind is IsoFaultKind.NotIso or IsoFaultKind.Truncated, $"{length}: {fault}");
        }
    }

    [Fact]
    public void A_folder_that_contains_itself_is_a_fault()
    {
        var broken = _image.AsSpan().ToArray();
        var root = Record(broken, "INNER");
        SetExtent(broken, root, BinaryPrimitives.ReadUInt32LittleEndian(_image.AsSpan((16 * 2048) + 158)), 2048);
        Assert.Equal(IsoFaultKind.Loop, Discs.Read(broken).Fault!.Kind);
    }

    [Theory]
    [InlineData(0x7FFFFFFFu, 100u)]
    [InlineData(20u, 0xFFFFFFFFu)]
    [InlineData(0xFFFFFFFFu, 0xFFFFFFFFu)]
    public void A_file_beyond_the_image_is_a_fault(uint block, uint size)
    {
        var broken = _image.AsSpan().ToArray();
        SetExtent(broken, Record(broken, "OTHER."), block, size);
        var fault = Discs.Read(broken).Fault!;
        Assert.Equal(new IsoFault(IsoFaultKind.Truncated, "other"), fault);
        Assert.Equal("ends before other does: it is not complete, download it again", fault.ToString());
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a/b")]
    [InlineData("/etc")]
    [InlineData("a\0b")]
    public void A_name_that_leads_elsewhere_is_a_fault(string name)
    {
        var broken = _image.AsSpan().ToArray();
        var at = broken.AsSpan().IndexOf("NM\x0a\x01\x00other"u8);
        Assert.True(at > 0);
        Encoding.ASCII.GetBytes(name, broken.AsSpan(at + 5));
        broken[at + 2] = (byte)(5 + name.Length);
        broken[at + 5 + name.Length] = 0;
        Assert.Equal(IsoFaultKind.BadName, Discs.Read(broken).Fault!.Kind);
    }

    [Fact]
    public void Two_things_of_one_name_are_a_fault()
    {
        // A link and a folder of one name would lead what is in the folder through the link.
        var broken = _image.AsSpan().ToArray();
        var at = broken.AsSpan().IndexOf("NM\x0a\x01\x00inner"u8);
        "other"u8.CopyTo(broken.AsSpan(at + 5));
        Assert.Equal(IsoFaultKind.Duplicate, Discs.Read(broken).Fault!.Kind);
    }

    [Fact]
    public void Continuations_without_end_are_a_fault()
    {
        var tree = Directory.CreateDirectory(Path.Combine(_discs.Folder, "long")).FullName;
        File.WriteAllText(Path.Combine(tree, new string('n', 250)), "x");
        var broken = File.ReadAllBytes(_discs.Make(tree, "-R"));
        var record = Record(broken, "NNNNNNNN");
        var at = record + broken.AsSpan(record).IndexOf("CE\x1c\x01"u8);
        var (block, offset) = (BinaryPrimitives.ReadUInt32LittleEndian(broken.AsSpan(at + 4)), BinaryPrimitives.ReadUInt32LittleEndian(broken.AsSpan(at + 12)));
        broken.AsSpan(at, 28).CopyTo(broken.AsSpan((int)((block * 2048) + offset)));
        Assert.Equal(IsoFaultKind.Loop, Discs.Read(broken).Fault!.Kind);
    }

    [Fact]
    public void Damage_anywhere_is_a_fault_or_a_tree_of_distinct_names_within_the_image() =>
        Gen.Select(Gen.Int[16 * 2048, Math.Min(_image.Length, 40 * 2048) - 1], Gen.Byte).Array[1, 12].Sample(
            changes =>
            {
                var broken = _image.AsSpan().ToArray();
                foreach (var (at, value) in changes)
                {
                    broken[at] = value;
                }

                var (fault, image) = Discs.Read(broken);
                if (fault is not null)
                {
                    return fault.ToString().Length > 0;
                }

                var paths = image!.Entries.Select(entry => entry.Path).ToArray();
                return paths.Distinct(StringComparer.Ordinal).Count() == paths.Length
                    && paths.All(path => !path.StartsWith('/') && path.Split('/').All(part => part is not ("" or "." or "..")))
                    && image.Entries.All(entry => entry.Length == 0 || (entry.Offset >= 0 && entry.Offset + entry.Length <= broken.Length));
            },
            iter: 20_000);

    /// <summary>Where the directory record of an ISO name begins.</summary>
    private static int Record(byte[] image, string name)
    {
        var at = image.AsSpan().IndexOf(Encoding.ASCII.GetBytes(name));
        while (at < 18 * 2048 || image[at - 1] < name.Length || image[at - 1] > 40)
        {
            at += 1 + image.AsSpan(at + 1).IndexOf(Encoding.ASCII.GetBytes(name));
        }

        return at - 33;
    }

    private static void SetExtent(byte[] image, int record, uint block, uint size)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(record + 2), block);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(record + 10), size);
    }
}
