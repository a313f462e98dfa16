using System.Text;
using BootService.Core.Profiles;
using Xunit;

namespace BootService.Core.Tests.Profiles.Nodes;

public class NodeFileTests
{
    [Theory]
    [InlineData("<kickstart>\n<post>\n  echo &hostadr;\n</post>\n</kickstart>", 3, 8, "&hostadr; is not an attribute", "hostadr")]
    [InlineData("<kickstart>\n<post><file name=\"/etc/&nme;\"/></post>\n</kickstart>", 2, 24, "&nme; is not an attribute", "nme")]
    [InlineData("<kickstart>\n<post cond=\"&role; == 'a'\">x</post>\n</kickstart>", 2, 7, "&role; is not an attribute", "role")]
    public void An_undefined_entity_names_its_file_line_column_and_name(string xml, int line, int column, string words, string name)
    {
        var fault = Assert.Single(Faults(xml));
        Assert.Equal(("nodes/backend.xml", line, column, "backend", name), (fault.File, fault.Line, fault.Column, fault.Node, fault.Attribute));
        Assert.Contains(words, fault.Sentence, StringComparison.Ordinal);
        Assert.StartsWith($"nodes/backend.xml:{line}:{column}: ", fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<kickstart>\n<post>\n</kickstart>", 3, "does not match the end tag")]
    [InlineData("<kickstart>\n<post>\na & b\n</post></kickstart>", 3, "write &amp;")]
    [InlineData("<kickstart>\n<post>\na &b c\n</post></kickstart>", 3, "write &amp;")]
    [InlineData("<kickstart>\n<post>if [ 1 <2 ]</post></kickstart>", 2, "write &lt;")]
    [InlineData("<kickstart>\n<!\u2014 a dash \u2014>\n</kickstart>", 2, "two hyphens")]
    [InlineData("<kickstart><post cond=\"a < 1\"/></kickstart>", 1, "write &lt;")]
    [InlineData("\n<?xml version=\"1.0\"?><kickstart/>", 2, "the very first thing")]
    [InlineData("", 0, "no element")]
    [InlineData("<kickstart/><kickstart/>", 1, "multiple root elements")]
    [InlineData("<kickstart a=\"1\" a=\"2\"/>", 1, "duplicate attribute")]
    [InlineData("<kickstart>\u0001</kickstart>", 1, "invalid character")]
    [InlineData("<!DOCTYPE k [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]>\n<kickstart>&b;</kickstart>", 1, "a DOCTYPE is not allowed")]
    [InlineData("<?xml version=\"1.0\"?>\n<!DOCTYPE k [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<kickstart>&x;</kickstart>", 2, "a DOCTYPE is not allowed")]
    public void Malformed_XML_gets_one_sentence_with_its_place(string xml, int line, string words)
    {
        var fault = Assert.Single(Faults(xml));
        Assert.Equal(line, fault.Line);
        Assert.Contains(words, fault.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", fault.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(" Line ", fault.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<post><fil name=\"/a\"/></post>", "<fil> is not known in <post>")]
    [InlineData("<pots>x</pots>", "<pots> is not known in a node file")]
    [InlineData("<file name=\"/a\">x</file>", "<file> is not known in a node file")]
    [InlineData("<post cnd=\"x\">y</post>", "<post> has no attribute \"cnd\"")]
    [InlineData("<post><file>x</file></post>", "<file> lacks its attribute \"name\"")]
    [InlineData("<post><file name=\"/a\" mode=\"apend\">x</file></post>", "write create or append")]
    [InlineData("<post><file name=\"/a\" vars=\"yes\">x</file></post>", "write literal or expanded")]
    [InlineData("<post><file name=\"/a\" rcs=\"maybe\">x</file></post>", "write true or false")]
    [InlineData("<post cond=\"a =\">x</post>", "the condition \"a =\" is wrong at its column 3: \"=\" does not compare")]
    [InlineData("<configure>x</configure>", "<configure> is not known in a node file: Rocks ran it")]
    [InlineData("<file name=\"/a\">x</file>", "<file> is not known in a node file: it stands inside <post>, <pre>, <boot> or <script>")]
    [InlineData("<partition>x</partition>", "<partition> is not known in a node file: write <part> into <main>, or describe the disks with")]
    [InlineData("<service>ntpd</service>", "write <services>--enabled=NAME</services> into <main>")]
    [InlineData("<post><si_prompt/></post>", "<si_prompt> is not known in <post>: it asked whoever installed the frontend")]
    [InlineData("<package stage=\"late\">x</package>", "stage=\"late\" is not known: write install or boot")]
    [InlineData("<stack:script stack:stage=\"install-pre-package\">x</stack:script>", "Enterprise Linux 8 and later only")]
    [InlineData("<package>a<b/></package>", "<b> cannot stand inside <package>")]
    [InlineData("<package>%post</package>", "is not a package's name")]
    [InlineData("stray", "text stands outside")]
    [InlineData("<post><eval>id</eval></post>", "<eval> runs code on the frontend and is switched off")]
    [InlineData("<report name=\"host.yum\"/>", "<report> runs code on the frontend and is switched off")]
    [InlineData("<post><copy src=\"/etc/shadow\"/></post>", "other files of the frontend are not read")]
    [InlineData("<post><include file=\"../../etc/shadow\"/></post>", "no library has the file")]
    [InlineData("<post>\n%end\nrm -rf /\n</post>", "begins with %end")]
    [InlineData("<main><lang>a\nb</lang></main>", "is one line")]
    [InlineData("<boot order=\"late\">x</boot>", "write pre or post")]
    public void A_wrong_element_gets_one_sentence(string sections, string words) =>
        Assert.Contains(words, Assert.Single(Workshop.Faults(Workshop.Render(sections))).Sentence, StringComparison.Ordinal);

    [Fact]
    public void All_faults_are_named_at_once()
    {
        var faults = Workshop.Faults(Workshop.Render("<post cond=\"(\">x</post>\n<pots/>\n<post>&a; &b;\n&a;</post>\n<package>&c;</package>"));
        Assert.Equal(6, faults.Count);
        Assert.Equal(["a", "a", "b", "c"], faults.Select(fault => fault.Attribute).OfType<string>().Order());
    }

    [Fact]
    public void What_does_not_apply_to_a_host_need_not_be_defined_for_it() =>
        Workshop.Kickstart(Workshop.Render("<post cond=\"is_slave\">&only_slaves_have_this;</post>"));

    [Fact]
    public void Deep_nesting_and_large_files_are_refused()
    {
        var deep = $"<kickstart>{string.Concat(Enumerable.Repeat("<post>", 10_000))}";
        Assert.Contains("more than 32 deep", Assert.Single(Faults(deep)).Sentence, StringComparison.Ordinal);
        Assert.Contains("more than 1048576 bytes", Assert.Single(Faults(new string(' ', 1 << 21))).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_value_is_fine_and_one_that_would_exhaust_memory_is_refused()
    {
        var large = new string('x', 100_000);
        Workshop.Kickstart(Workshop.Render(string.Concat(Enumerable.Repeat("<post>&large;</post>", 50)), ("large", large)));
        var fault = Assert.Single(Workshop.Faults(Workshop.Render(string.Concat(Enumerable.Repeat("<post>&large;</post>", 5_000)), ("large", large))));
        Assert.Contains("more than 8388608 characters", fault.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_encoding_is_named_with_its_place()
    {
        var latin = Encoding.Latin1.GetBytes("<kickstart>\n<description>gr\u00fcn</description></kickstart>");
        var fault = Assert.Single(Faults(latin));
        Assert.Equal((2, 16), (fault.Line, fault.Column));
        Assert.Contains("0xFC is not UTF-8", fault.Sentence, StringComparison.Ordinal);
        Assert.Contains("UTF-16", Assert.Single(Faults(Encoding.Unicode.GetBytes("<kickstart/>"))).Sentence, StringComparison.Ordinal);
        Assert.Contains("EBCDIC", Assert.Single(Faults("<?xml version=\"1.0\" encoding=\"EBCDIC\"?><kickstart/>")).Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><kickstart><post>gr\u00fcn</post></kickstart>", "iso-8859-1")]
    [InlineData("\ufeff<?xml version=\"1.0\" encoding='utf-8'?><kickstart><post>gr\u00fcn</post></kickstart>", "utf-8")]
    public void Encodings_that_are_declared_and_known_are_read(string xml, string encoding)
    {
        var document = new NodeDocument("backend", "nodes/backend.xml", "1", Encoding.GetEncoding(encoding).GetBytes(xml));
        var answer = ProfileTemplates.Compile([new NodeLibrary("site", [document], [], [])]).Render(Workshop.Request("6.6"));
        Assert.Contains("gr\u00fcn\n%end", Workshop.Kickstart(answer), StringComparison.Ordinal);
    }

    private static IReadOnlyList<ProfileFault> Faults(string xml) => Faults(Encoding.UTF8.GetBytes(xml));

    private static IReadOnlyList<ProfileFault> Faults(byte[] xml)
    {
        var document = new NodeDocument("backend", "nodes/backend.xml", "1", xml);
        return Workshop.Faults(ProfileTemplates.Compile([new NodeLibrary("site", [document], [], [])]).Render(Workshop.Request("6.6")));
    }
}
