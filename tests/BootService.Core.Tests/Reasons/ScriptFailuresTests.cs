using BootService.Core.Reasons;
using Xunit;

namespace BootService.Core.Tests.Reasons;

public class ScriptFailuresTests
{
    [Theory]
    [InlineData("extend-backend:14:1", "the script at line 14 of extend-backend.xml ended with exit code 1")]
    [InlineData("site:3:127,", "the script at line 3 of site.xml calls a command that is not there (exit code 127)")]
    [InlineData("backend:2:126", "the script at line 2 of backend.xml calls something that is no program (exit code 126)")]
    [InlineData("backend:2:137", "the script at line 2 of backend.xml was ended by signal 9 (exit code 137)")]
    [InlineData("a:1:2,b:3:4,", "the script at line 1 of a.xml ended with exit code 2; the script at line 3 of b.xml ended with exit code 4")]
    public void A_failed_script_is_told_by_its_file_its_line_and_what_its_exit_code_means(string reported, string sentence) =>
        Assert.Equal(sentence, ScriptFailures.Sentence(reported));

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("installer-gave-up")]
    [InlineData("the disk is full: 0 bytes left")]
    [InlineData("a:b:c")]
    [InlineData(":1:2")]
    [InlineData("a:1:2,and then")]
    [InlineData("a:1:-2")]
    [InlineData("a:99999999999:2")]
    public void Anything_else_is_left_as_it_was_said(string reported) => Assert.Equal(reported, ScriptFailures.Sentence(reported));
}
