using System.Text;
using BootService.Core.Profiles;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Profiles;

/// <summary>Whatever a node or graph file holds, the answer is a profile or faults, never an exception.</summary>
public class MutationTests
{
    private static readonly string[] Pieces =
    [
        "<post>", "</post>", "<file name=\"/a\">", "</file>", "<package>", "</package>", "<main>", "</main>", "<kickstart>", "</kickstart>", "<graph>",
        "<edge from=\"a\" to=\"b\"/>", "<order head=\"a\" tail=\"b\"/>", "&x;", "&amp;", "&", "<![CDATA[", "]]>", "<!--", "-->", "<?x ?>", "\"", "'", "=",
        "cond=\"x\"",
        " cond=\"(&x;\"", "&#0;", "&#x1F600;", "\0", "\u00e9", "%end\n", "\n", "<", ">", "/>", "<!DOCTYPE k>", "xmlns:a=\"b\"", "<a:b/>", "stack:",
    ];

    private static readonly Gen<string> Piece = Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]);

    [Fact]
    public void Files_made_of_fragments_never_throw() =>
        Piece.Array[0, 25].Select(string.Concat)
            .Sample(text => Answer(Encoding.UTF8.GetBytes($"<kickstart>{text}</kickstart>"), Encoding.UTF8.GetBytes($"<graph>{text}</graph>")));

    [Fact]
    public void The_page_s_file_with_pieces_put_in_and_cut_out_never_throws()
    {
        var seed = Workshop.SeedExtendBase;
        Gen.Select(Gen.Int[0, seed.Length], Gen.Int[0, 30], Piece).Array[1, 4].Sample(edits =>
        {
            var text = seed;
            foreach (var (at, cut, piece) in edits)
            {
                var start = Math.Min(at, text.Length);
                text = text.Remove(start, Math.Min(cut, text.Length - start)).Insert(start, piece);
            }

            Answer(Encoding.UTF8.GetBytes(text), []);
        });
    }

    [Fact]
    public void Any_bytes_at_all_never_throw() => Gen.Byte.Array[0, 60].Sample(bytes => Answer(bytes, bytes));

    private static void Answer(byte[] node, byte[] graph)
    {
        var library = new NodeLibrary(
            "site", [new NodeDocument("backend", "n", "1", node)], [new NodeDocument("g", "g", "1", graph)], []);
        var answer = ProfileTemplates.Compile([library]).Render(Workshop.Request("6.6", ("x", "a\n&<\"'")));
        if (answer is ProfileAnswer.Rendered(var profile))
        {
            Assert.NotEmpty(profile.ToAnswerText());
            Assert.NotEmpty(profile.ToWrappedProfile());
        }
        else
        {
            Assert.All(Workshop.Faults(answer), fault => Assert.DoesNotContain('\n', fault.ToString()));
        }
    }
}
