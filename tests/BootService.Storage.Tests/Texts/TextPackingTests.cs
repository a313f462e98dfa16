using System.Text;
using BootService.Core.Installs;
using BootService.Storage.Texts;
using Xunit;

namespace BootService.Storage.Tests.Texts;

public sealed class TextPackingTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("", "install\n")]
    [InlineData("install\n", "")]
    [InlineData("install\nlang en_US\n", "install\nlang de_AT\n")]
    [InlineData("\u0000\u00e4\U0001F600", "\U0001F600\u00e4\u0000")]
    public void A_text_comes_back_from_the_stream_of_another(string first, string text)
    {
        var (one, other) = (Encoding.UTF8.GetBytes(first), Encoding.UTF8.GetBytes(text));
        var begun = TextPacking.Begin(one);
        Assert.Equal(other, TextPacking.Unpack(begun, TextPacking.GoOn(one, begun, other)));
    }

    [Fact]
    public void Random_texts_come_back_whatever_they_are_packed_against()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var one = new byte[random.Next(50_000)];
            random.NextBytes(one);
            byte[] other = [.. one.Take(random.Next(one.Length + 1)), .. one.Skip(random.Next(one.Length + 1))];
            var begun = TextPacking.Begin(one);
            Assert.Equal(other, TextPacking.Unpack(begun, TextPacking.GoOn(one, begun, other)));
        }
    }

    [Fact]
    public void What_is_cut_off_or_damaged_is_told_and_never_taken_for_a_text()
    {
        var one = Encoding.UTF8.GetBytes(Kickstarts.Of(1));
        var begun = TextPacking.Begin(one);
        var rest = TextPacking.GoOn(one, begun, Encoding.UTF8.GetBytes(Kickstarts.Of(2)));
        Assert.Throws<FormatException>(() => TextPacking.Unpack(begun, rest.AsSpan(0, rest.Length - 2)));
        Assert.Throws<FormatException>(() => TextPacking.Unpack(begun, [.. rest.Reverse()]));
    }

    [Fact]
    public void Nodes_of_two_profiles_in_turn_share_a_base_for_each()
    {
        var packer = new TextPacker();
        var bases = Enumerable.Range(0, 40)
            .SelectMany(node => packer.Pack(new FrozenAnswer("ks", node % 2 == 0 ? Kickstarts.Of(node) : Kickstarts.Other(node))).Texts)
            .Where(row => row is { IsPacked: true, Base: null }).Select(row => row.Digest).Distinct();
        Assert.Equal(2, bases.Count());
    }
}

/// <summary>Texts that look like what installers of a cluster read: much is the same on each node, and what is not is spread over the text.</summary>
internal static class Kickstarts
{
    /// <summary>One of the first profile.</summary>
    public static string Of(int node) => Text(node, seed: 1);

    /// <summary>One of another profile.</summary>
    public static string Other(int node) => Text(node, seed: 2);

    private static string Text(int node, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder(
            $"# backend-0-{node}\nurl --url=http://10.1.1.1/install/pallets/{seed}\nnetwork --hostname=backend-0-{node} --ip=10.1.2.{node}\n");
        for (var line = 0; line < 300; line++)
        {
            text.Append("echo ");
            for (var word = 0; word < 6; word++)
            {
                text.Append((char)('a' + random.Next(26))).Append(random.Next(1_000_000)).Append(' ');
            }

            text.Append(line % 60 == 0 ? $"--secret={new Random((node * 7919) + line).NextInt64():x16}\n" : "\n");
        }

        return text.ToString();
    }
}
