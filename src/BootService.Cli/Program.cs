using BootService.Cli;
using BootService.Cli.Help;

var terminal = Terminal.OfProcess();
try
{
    var invocation = Invocation.Parse(args, Environment.GetEnvironmentVariable, Environment.CurrentDirectory);
    return invocation.WantsVersion ? terminal.Tell($"stack {BuiltInHelp.Version}")
        : BuiltInHelp.Of(invocation.Request.Args, terminal.Width) is { } help ? terminal.Tell(help.Text, help.Exit)
        : await new Conversation(invocation, terminal).RunAsync(CancellationToken.None);
}
catch (CliFault fault)
{
    terminal.EndProgress();
    return terminal.Tell(fault.Message, 1);
}
catch (IOException)
{
    // Whoever read our output has gone, as "stack list host | head" does.
    return 1;
}
