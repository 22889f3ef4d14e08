const ts=require('typescript'),fs=require('fs'),path=require('path');
const root=__dirname;
const cfg=ts.parseJsonConfigFileContent(ts.readConfigFile(root+'/tsconfig.json',ts.sys.readFile).config,ts.sys,root);
const files=cfg.fileNames.filter(f=>!f.includes('/node_modules/'));
const mem=new Map(),ver=new Map();
const rd=f=>mem.get(f)??ts.sys.readFile(f);
const host={getScriptFileNames:()=>files,getScriptVersion:f=>String(ver.get(f)??0),getScriptSnapshot:f=>{const t=rd(f);return t===undefined?undefined:ts.ScriptSnapshot.fromString(t)},getCurrentDirectory:()=>root,getCompilationSettings:()=>cfg.options,getDefaultLibFileName:o=>ts.getDefaultLibFilePath(o),fileExists:ts.sys.fileExists,readFile:rd,readDirectory:ts.sys.readDirectory,directoryExists:ts.sys.directoryExists,getDirectories:ts.sys.getDirectories};
const ls=ts.createLanguageService(host);
for(const line of fs.readFileSync(process.argv[2],'utf8').split('\n').filter(Boolean)){
  const [f0,o,n]=line.split(' '); const f=path.join(root,f0);
  if(!fs.existsSync(f)){console.log('no file',line);continue}
  const sf=ls.getProgram().getSourceFile(f); let pos;
  const visit=x=>{ if(pos!==undefined)return; if(ts.isIdentifier(x)&&x.text===o&&x.parent.name===x&&(ts.isFunctionDeclaration(x.parent)||ts.isVariableDeclaration(x.parent)||ts.isInterfaceDeclaration(x.parent)||ts.isTypeAliasDeclaration(x.parent)||ts.isClassDeclaration(x.parent)||ts.isParameter(x.parent)))pos=x.getStart(sf); ts.forEachChild(x,visit)};
  visit(sf);
  if(pos===undefined){console.log('not found',line);continue}
  const locs=ls.findRenameLocations(f,pos,false,false,{providePrefixAndSuffixTextForRename:false})||[];
  const by={}; for(const l of locs)(by[l.fileName]??=[]).push(l.textSpan.start);
  for(const [file,ps] of Object.entries(by)){
    const s=ls.getProgram().getSourceFile(file); let t=rd(file);
    for(const p of ps.sort((a,b)=>b-a)){
      let node=s; const dig=x=>{ if(x.getStart(s)<=p&&p<x.end){node=x;ts.forEachChild(x,dig)} }; dig(s);
      const short=ts.isShorthandPropertyAssignment(node.parent);
      t=t.slice(0,p)+(short?o+': '+n:n)+t.slice(p+o.length);
    }
    mem.set(file,t); ver.set(file,(ver.get(file)??0)+1);
  }
  console.log(line,locs.length,Object.keys(by).length);
}
for(const [f,t] of mem) fs.writeFileSync(f,t);
